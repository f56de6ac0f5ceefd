/** The request behind dragging a region: what it would be at another place, and how that is written. */
import type { RangeJson } from './report';
import type { RectView, RegionView } from './view';

/** Request: figures of a region at another place; null if the server does not know the document or the region. */
export const placementRequest = 'exeunt/placement';
export interface PlacementParams {
  uri: string;
  region: string;
  /** As drawn, in configuration columns and CLB rows; it snaps to the nearest legal edges. */
  drawn: RectView;
}
export type PlacementResult = PlacementView | null;

export interface PlacementView {
  /** Version of the text that the edits are for. */
  version: number;
  drawn: RectView;
  /** The region at the snapped place; its violations say why it may not be there. */
  region: RegionView;
  /** Write the pblock; null where it may not be, or is not written in this file. */
  edits: { range: RangeJson; text: string }[] | null;
}
