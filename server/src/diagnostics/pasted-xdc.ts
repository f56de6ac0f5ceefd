/** Lines of a Vivado constraint file that stand in a design, and the ranges that a region takes from them. */
import type { BlockSlot } from '../../../grammar/src/index';
import type { Target } from '../analysis/analysis';
import { readXdc, regionText, regionsOf, settingLines, xdcRuns, type XdcRegion } from '../device/index';
import type { Fix } from './rule';

export interface Pasted {
  readonly start: number;
  readonly end: number;
  /** Absent if the lines do not tell which pblock is meant. */
  readonly fix?: {
    readonly title: string;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  };
}

export const pastedMessage =
  'These are lines of a Vivado constraint file; a region names only their ranges, as in `pblock SLICE_X0Y50:SLICE_X31Y99`. `exeunt import FILE.xdc` takes a whole file.';

/** Every run of such lines, and what to write in its place. */
export function pastedXdc(text: string, slots: readonly BlockSlot[], { part }: Target): Pasted[] {
  return xdcRuns(text).map(({ start, end }) => {
    const slot = slots.find((s) => s.start <= start && end <= s.end && s.block?.kind === 'region');
    const name = slot?.block?.kind === 'region' ? slot.block.name?.text : undefined;
    const { regions, notes } = regionsOf(readXdc(text.slice(start, end)), part?.family);
    const replaced = slot ? insideRegion(text, start, regions, name) : outside(regions);
    if (replaced === undefined) return { start, end };
    const comments = notes.map((note) => `// left out: ${note}`);
    const [before, after] = slot ? [replaced.at, '\n  '] : [start, '\n'];
    const shown = [replaced.text, ...comments].join(after);
    return { start, end, fix: { title: replaced.title, text: shown, start: before, end } };
  });
}

export function fixIn(uri: string, { title, text, start, end }: NonNullable<Pasted['fix']>): Fix {
  return { title, edits: [{ at: { uri, start, end }, text }] };
}

export function isInside(pasted: readonly Pasted[], { start, end }: { start: number; end: number }): boolean {
  return pasted.some((run) => start < run.end && end > run.start);
}

interface Replaced {
  readonly title: string;
  readonly text: string;
  readonly at: number;
}

/** The pblock of the region's own name, or the only one; `pblock` may be written before the lines already. */
function insideRegion(
  text: string,
  start: number,
  regions: readonly XdcRegion[],
  name: string | undefined,
): Replaced | undefined {
  const region = regions.find((r) => r.name === name) ?? (regions.length === 1 ? regions[0] : undefined);
  if (region === undefined) return undefined;
  const word = /pblock\s*\{?\s*$/.exec(text.slice(0, start))?.[0] ?? '';
  return {
    title: `Take the ranges of these lines: pblock ${region.ranges[0] ?? ''}${region.ranges.length > 1 ? ' …' : ''}`,
    text: settingLines(region, '  ').join('\n').trimStart(),
    at: start - word.length,
  };
}

function outside(regions: readonly XdcRegion[]): (Omit<Replaced, 'at'> & { at: number }) | undefined {
  if (regions.length === 0) return undefined;
  const names = regions.map((r) => r.name).join(', ');
  const title =
    regions.length === 1 ? `Make region ${names} of these lines` : `Make regions ${names} of these lines`;
  return { title, text: regions.map(regionText).join('\n').trimEnd(), at: 0 };
}
