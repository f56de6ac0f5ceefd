/** Floorplans: what a region may use, whether UG909 allows its pblock, and where regions go by themselves. */
export { availableResources, defaultUtilisation, requiredResources } from './available';
export { checkPblock, checkRegions } from './legality';
export { nearestLegal } from './nearest-legal';
export {
  placeRegions,
  placeRegionsNow,
  type PlacementProblem,
  type PlacementResult,
} from './placement/place';
export type { Shortfall } from './placement/shortfall';
export type { RuleId, Violation } from './violation';
