/** Lines of a Vivado constraint file that are pasted into a design, and what to write for them. */
import type { RangeJson } from './report';

/** Request: what to write in place of pasted lines, likeliest first; empty if they are nothing for that place. */
export const constraintsRequest = 'exeunt/constraints';
export interface ConstraintsParams {
  uri: string;
  /** Replaced by the paste. */
  range: RangeJson;
  text: string;
}
export type ConstraintsResult = readonly ConstraintsEdit[];
export interface ConstraintsEdit {
  title: string;
  /** In place of the pasted text. */
  text: string;
  /** Changes beside it, such as the pblock that the region had. */
  edits: readonly { range: RangeJson; text: string }[];
}

/** Whether a text holds commands about pblocks. */
export function mentionsPblocks(text: string): boolean {
  return /\b(?:create_pblock|resize_pblock|add_cells_to_pblock|get_pblocks)\b/.test(text);
}
