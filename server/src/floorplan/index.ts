/** Floorplans: the resources of a region, UG909's rules for pblocks, and automatic placement. */
export { availableResources, defaultUtilisation, requiredResources } from './available';
export { checkPblock, checkRegions } from './legality';
export { nearestLegal, snappedRanges } from './nearest-legal';
export {
  placeRegions,
  placeRegionsNow,
  type PlacementProblem,
  type PlacementResult,
} from './placement/place';
export type { Shortfall } from './placement/shortfall';
export { smallestPlace, type SmallestPlace } from './placement/smallest';
export type { RuleId, Violation } from './violation';
