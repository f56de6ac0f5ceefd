/**
 * Incremental parsing. Lexes and parses again the slots that an edit touches, and a few before them whose ends were found
 * by lookahead, until a slot starts where one started before. All slots after that are reused with shifted offsets.
 */
import { TokenStream, lineStart } from './lexer';
import { parse, slotOf } from './parse';
import { patchLayer } from './patch-layer';
import { nextSegment, segmentLookahead } from './segments';
import { keepLayers, type TextChange } from './same-layers';
import type { BlockSlot, FileTree } from './tree';

/** Equal to `parse(nextText)`, but blocks and problems of untouched slots are the same objects as before. */
export function reparse(
  previous: FileTree,
  previousText: string,
  nextText: string,
  change: TextChange,
): FileTree {
  const delta = nextText.length - previousText.length;
  const consistent =
    previous.length === previousText.length &&
    change.start >= 0 &&
    change.start <= change.end &&
    change.end <= previousText.length &&
    change.inserted - (change.end - change.start) === delta;
  if (!consistent) return parse(nextText);

  const patched = patchLayer(previous, nextText, change);
  if (patched) return patched;

  const old = previous.slots;
  const kept = countKept(old, previousText, change.start);
  const slots = old.slice(0, kept);
  const stream = new TokenStream(nextText, slots[kept - 1]?.end ?? 0);
  let candidate = kept;
  for (let first = stream.peek(); first; first = stream.peek()) {
    const before = first.startOffset - delta;
    while ((old[candidate]?.start ?? Infinity) < before && before >= change.end) candidate++;
    if (before >= change.end && old[candidate]?.start === before) {
      for (const slot of old.slice(candidate)) slots.push(moved(slot, delta));
      break;
    }
    const segment = nextSegment(stream);
    if (!segment) break;
    const same = old[slots.length];
    const end = segment.tokens[segment.tokens.length - 1]?.end;
    const untouched =
      same?.start === first.startOffset &&
      same.end === end &&
      same.end < change.start &&
      same.block?.kind === segment.kind;
    slots.push(untouched ? same : keepLayers(same, slotOf(segment), change));
  }
  return { slots, length: nextText.length };
}

/** Number of slots that an edit at `start` cannot affect, neither in their text nor in their lookahead. */
function countKept(slots: readonly BlockSlot[], text: string, start: number): number {
  // An unclosed string has looked ahead to the end of its line, past its own block.
  const line = lineStart(text, start);
  const inString = text.slice(line, start).includes('"');
  let kept = firstEndingAt(slots, inString ? line : start);
  const touched = slots[kept];
  if (!inString && touched?.end === start && touched.closed) return kept + 1;
  for (let i = 0; i < segmentLookahead && kept > 0; i++) {
    const before = slots[kept - 1];
    if (before?.closed === true) break;
    kept--;
  }
  return kept;
}

/** Index of the first slot whose end is at or after the offset. */
function firstEndingAt(slots: readonly BlockSlot[], offset: number): number {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function moved(slot: BlockSlot, delta: number): BlockSlot {
  return delta === 0 ? slot : { ...slot, start: slot.start + delta, end: slot.end + delta };
}
