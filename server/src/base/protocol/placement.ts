/** The request behind dragging a region: what it would be at another place, and how that is written. */
import type { PlacementView, RectView } from './view';

/** Request: figures of a region at another place; null if the server does not know the document or the region. */
export const placementRequest = 'exeunt/placement';
export interface PlacementParams {
  uri: string;
  region: string;
  /** As drawn, in configuration columns and CLB rows; it snaps to the nearest legal edges. */
  drawn: RectView;
}
export type PlacementResult = PlacementView | null;
