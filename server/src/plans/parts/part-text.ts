/** The text of a design on another part. */
import type { Edit } from '../../diagnostics/rule';
import type { RegionSpec } from '../../semantics/design';
import type { State } from '../trial';

/**
 * Names another part instead of the board or part, and leaves the clock and what is stated of memory, port and shell. Undefined where
 * the device stands in an imported file.
 *
 * @param part name of the silicon, such as `xc7z020`
 */
export function partEdit({ analysis }: State, part: string): Edit | undefined {
  const { design, files, uri } = analysis;
  const { device } = design;
  const text = `part "${part}"`;
  if (device === undefined) {
    const start = files[0]?.tree.slots.find((s) => s.block !== undefined)?.start ?? 0;
    return { at: { uri, start, end: start }, text: `device { ${text} }\n\n` };
  }
  const { block } = device.origin;
  if (block.kind !== 'device') return undefined;
  // A part counts before a board.
  const [setting] = ['part', 'board'].flatMap((w) => block.settings.filter((s) => s.keyword.text === w));
  if (setting) return { at: { ...device.origin, span: setting.span }, text };
  const start = block.body?.start;
  if (start === undefined) return undefined;
  return { at: { ...device.origin, span: { start: start + 1, end: start + 1 } }, text: ` ${text} ` };
}

/** Leaves a region's place to the tool. */
export function autoPlace({ pblock, pblockOrigin, origin }: RegionSpec): Edit[] {
  if (pblock === 'auto') return [];
  if (pblockOrigin) return [{ at: pblockOrigin, text: 'pblock auto' }];
  const start = (origin.block.body?.start ?? 0) + 1;
  return [{ at: { ...origin, span: { start, end: start } }, text: '\n  pblock auto' }];
}
