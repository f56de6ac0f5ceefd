/** Floorplans: what a region may use, whether UG909 allows its pblock, and where regions go by themselves. */
export { availableResources, defaultUtilisation, requiredResources, type Shares } from './available';
export { checkPblock, checkRegions } from './legality';
export { nearestLegal } from './nearest-legal';
export {
  placementSteps,
  placeRegions,
  placeRegionsNow,
  type AutoRegion,
  type Placement,
  type PlacementProblem,
  type PlacementResult,
  type Shortfall,
} from './placement/place';
export { printRectangle } from './ranges';
export type { PlacedRegion } from './rules/shared-frames';
export type { LegalityOptions, RuleId, Violation } from './violation';
