/** Finds the block and nodes at an offset of the analysed file. */
import { type Block, type BlockSlot, nodePathAt, type Node } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import type { SourceDocument } from '../workspace/documents';

export interface Cursor {
  readonly file: SourceDocument;
  readonly slot: BlockSlot;
  readonly block: Block;
  /** Nodes at the offset, the block first. */
  readonly path: readonly Node[];
}

/** The analysed file; every analysis has one. */
export function ownFile(analysis: Analysis): SourceDocument | undefined {
  return analysis.files[0];
}

/** Undefined between blocks and for text outside of any block. */
export function cursorAt(analysis: Analysis, offset: number): Cursor | undefined {
  const file = ownFile(analysis);
  const slot = file?.tree.slots.findLast((s) => s.start <= offset && offset <= s.end);
  if (file === undefined || slot?.block === undefined) return undefined;
  return { file, slot, block: slot.block, path: nodePathAt(slot.block, offset - slot.start) };
}

/** The last block that begins before the offset, which continues there if the grammar says so. */
export function openBlock(analysis: Analysis, offset: number): Omit<Cursor, 'path'> | undefined {
  const file = ownFile(analysis);
  const slot = file?.tree.slots.findLast((s) => s.start <= offset);
  return file && slot?.block && { file, slot, block: slot.block };
}
