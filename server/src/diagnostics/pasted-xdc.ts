/** Lines of a Vivado constraint file in a design, and what regions take from them. */
import type { BlockSlot, RegionBlock } from '../../../grammar/src/index';
import type { Target } from '../analysis/analysis';
import { readXdc, regionText, regionsOf, settingLines, xdcRuns, type XdcRegion } from '../device/index';
import type { Fix } from './rule';

export interface Pasted extends TextSpan {
  /** Empty if the lines do not tell which pblock is meant. */
  readonly choices: readonly Choice[];
}

/** One way to write the lines as ranges. */
export interface Choice {
  readonly title: string;
  /** In place of the lines; `at` may begin before them, at a `pblock` written already. */
  readonly main: TextEdit;
  /** Changes beside it: settings that the new ones replace. */
  readonly others: readonly TextEdit[];
}

export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit extends TextSpan {
  readonly text: string;
}

/** A design's text, and its blocks. */
export interface Around {
  readonly text: string;
  readonly slots: readonly BlockSlot[];
}

export const pastedMessage =
  'These are lines of a Vivado constraint file; a region names only their ranges, as in `pblock SLICE_X0Y50:SLICE_X31Y99`. `exeunt import FILE.xdc` takes a whole file.';

/** Every run of such lines that stands in a design. */
export function pastedXdc(around: Around, target: Target): Pasted[] {
  return xdcRuns(around.text).map((run) => ({
    ...run,
    choices: constraintChoices(around, run, around.text.slice(run.start, run.end), target),
  }));
}

/**
 * What to write for lines of a constraint file: in a region its ranges and settings, outside of all blocks regions. What
 * is left out stands in comments.
 *
 * @param at what the lines replace
 */
export function constraintChoices(around: Around, at: TextSpan, lines: string, { part }: Target): Choice[] {
  const { regions, notes } = regionsOf(readXdc(lines), part?.family);
  const slot = around.slots.find((s) => s.start < at.start && at.end <= s.end && s.block !== undefined);
  if (slot === undefined) return regions.length === 0 ? [] : [asBlocks(around, at, regions, notes)];
  const { block } = slot;
  if (block?.kind !== 'region') return [];
  const own = regions.find((r) => r.name === block.name?.text);
  return (own ? [own] : regions.slice(0, MOST_CHOICES)).map((region) => {
    const others = regions.filter((r) => r !== region).map(otherNote);
    return inRegion(around, at, { slot, block }, region, [...notes, ...others]);
  });
}

/** More choices would hide each other in a menu. */
const MOST_CHOICES = 8;

export function fixOf(uri: string, { title, main, others }: Choice): Fix {
  const edits = [main, ...others].map(({ text, start, end }) => ({ at: { uri, start, end }, text }));
  return { title, edits };
}

export function isInside(pasted: readonly Pasted[], { start, end }: TextSpan): boolean {
  return pasted.some((run) => start < run.end && end > run.start);
}

interface Here {
  readonly slot: BlockSlot;
  readonly block: RegionBlock;
}

/** `pblock` may be written before the lines already, and the region may have another. */
function inRegion(
  { text }: Around,
  { start, end }: TextSpan,
  here: Here,
  region: XdcRegion,
  notes: readonly string[],
): Choice {
  const word = /pblock\s*(\{?)\s*$/.exec(text.slice(here.slot.start, start));
  const closing = word?.[1] === '{' ? (/^\s*\}(?=[^]*\})/.exec(text.slice(end))?.[0] ?? '') : '';
  const span = { start: start - (word?.[0].length ?? 0), end: end + closing.length };
  const lines = [settingLines(region, '  ').join('\n').trimStart(), ...commentLines(notes)].join('\n  ');
  const main = onOwnLines(text, span, lines, '  ');
  const range = `pblock ${region.ranges[0] ?? ''}${region.ranges.length > 1 ? ' …' : ''}`;
  return {
    title: `Take the ranges of these lines: ${range}`,
    main,
    others: replacedIn(text, here, main),
  };
}

function asBlocks(
  around: Around,
  at: TextSpan,
  regions: readonly XdcRegion[],
  notes: readonly string[],
): Choice {
  const names = regions.map((r) => r.name).join(', ');
  // Regions that the design has already get their ranges where they stand.
  const known = regions.flatMap((region) => {
    const here = around.slots.flatMap((slot) =>
      slot.block?.kind === 'region' && slot.block.name?.text === region.name
        ? [{ slot, block: slot.block }]
        : [],
    )[0];
    return here?.block.body ? [{ region, here, body: here.slot.start + here.block.body.start + 1 }] : [];
  });
  const added = regions.filter((r) => !known.some(({ region }) => region === r));
  const verb = added.length === 0 ? 'Give' : 'Make';
  const word = regions.length === 1 ? 'region' : 'regions';
  return {
    title: `${verb} ${word} ${names} ${added.length === 0 ? 'the ranges of' : 'of'} these lines`,
    main: onOwnLines(
      around.text,
      at,
      [...added.map(regionText), ...commentLines(notes)].join('\n').trimEnd(),
      '',
    ),
    others: known.flatMap(({ region, here, body }) => [
      ...replacedIn(around.text, here, at),
      { start: body, end: body, text: `\n${settingLines(region, '  ').join('\n')}` },
    ]),
  };
}

/** What stands on the line before the new lines stays there; what follows them must not end in a comment of theirs. */
function onOwnLines(text: string, span: TextSpan, lines: string, indent: string): TextEdit {
  if (lines === '') return { ...span, text: '' };
  const before = /\S([^\S\n]*)$/.exec(text.slice(0, span.start))?.[1];
  const after = /^([^\S\n]*)\S/.exec(text.slice(span.end))?.[1];
  return {
    start: span.start - (before?.length ?? 0),
    end: span.end + (after?.length ?? 0),
    text: `${before === undefined ? '' : `\n${indent}`}${lines}${after === undefined ? '' : '\n'}`,
  };
}

/** Removes the settings of a region that its new ones replace, with the space before them. */
function replacedIn(text: string, { slot, block }: Here, main: TextSpan): TextEdit[] {
  return block.settings.flatMap(({ keyword, span }) => {
    const [from, end] = [slot.start + span.start, slot.start + span.end];
    if (!replaced.has(keyword.text) || (from < main.end && end > main.start)) return [];
    const start = text.slice(0, from).trimEnd().length;
    // Never into the new lines themselves.
    return [{ start: main.end <= from ? Math.max(start, main.end) : start, end, text: '' }];
  });
}

const replaced = new Set(['pblock', 'snapping', 'reset']);

function otherNote({ name }: XdcRegion): string {
  return `pblock ${name}, which belongs to a region of its own`;
}

function commentLines(notes: readonly string[]): string[] {
  return notes.map((note) => `// left out: ${note}`);
}
