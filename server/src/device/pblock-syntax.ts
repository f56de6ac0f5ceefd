/** Parses and prints Vivado's site ranges. */
import { perObject } from '../base/memo';
import { slicesAcross, type Part } from './part';

export type SiteKind = 'SLICE' | 'DSP48' | 'DSP48E2' | 'RAMB18' | 'RAMB36' | 'URAM288' | 'CLOCKREGION';

/** A Vivado range in site coordinates, both ends included; `text` is the index of the text in which it is written. */
export interface SiteRange {
  readonly kind: SiteKind;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly text: number;
}

export interface PblockProblem {
  readonly kind:
    'syntax' | 'unknown-kind' | 'not-in-family' | 'reversed' | 'mixed-kinds' | 'off-die' | 'empty';
  /** Index of the offending text. */
  readonly text: number;
  readonly message: string;
  /** The range that was probably meant. */
  readonly suggestion?: string;
}

export interface ParsedPblock {
  /** Every valid range, with its corners in order and cut at the edge of the die. */
  readonly ranges: readonly SiteRange[];
  readonly problems: readonly PblockProblem[];
}

const rangePattern = /^([A-Za-z]+\d*(?:E2)?)_X(\d+)Y(\d+)(?::(?:([A-Za-z]+\d*(?:E2)?)_)?X(\d+)Y(\d+))?$/i;

type SiteGrid = ReadonlyMap<SiteKind, { readonly across: number; readonly up: number }>;

/** Site kinds that a pblock can name on a part, and the size of their grids. */
export const siteGrid = perObject((part: Part): SiteGrid => {
  const height = part.rows * part.rowHeight;
  const count = (...kinds: string[]): number =>
    part.columns.filter((column) => kinds.includes(column.kind) && column.siteX >= 0).length;
  const grid = new Map<SiteKind, { across: number; up: number }>();
  grid.set('SLICE', { across: count('clb-l', 'clb-m') * slicesAcross(part.family), up: height });
  grid.set(part.family === '7series' ? 'DSP48' : 'DSP48E2', { across: count('dsp'), up: (height / 5) * 2 });
  grid.set('RAMB18', { across: count('bram'), up: (height / 5) * 2 });
  grid.set('RAMB36', { across: count('bram'), up: height / 5 });
  if (count('uram') > 0) grid.set('URAM288', { across: count('uram'), up: (height / 15) * 4 });
  grid.set('CLOCKREGION', { across: part.clockRegionStarts.length, up: part.rows });
  return grid;
});

/** Parses Vivado's range syntax; a text may contain several ranges, separated by spaces or commas. */
export function parsePblock(part: Part, texts: readonly string[]): ParsedPblock {
  const ranges: SiteRange[] = [];
  const problems: PblockProblem[] = [];
  let pieces = 0;
  texts.forEach((text, index) => {
    for (const piece of text.split(/[\s,{}]+/).filter((word) => word !== '')) {
      pieces += 1;
      const result = readRange(part, piece, index);
      if (result.range) ranges.push(result.range);
      if (result.problem) problems.push(result.problem);
    }
  });
  if (pieces === 0) problems.push({ kind: 'empty', text: 0, message: 'the pblock names no range' });
  return { ranges, problems };
}

interface Reading {
  readonly range?: SiteRange;
  readonly problem?: PblockProblem;
}

function readRange(part: Part, piece: string, text: number): Reading {
  const match = rangePattern.exec(piece);
  if (!match) {
    const message = `'${piece}' is not a Vivado site range such as SLICE_X0Y0:SLICE_X7Y49`;
    return { problem: { kind: 'syntax', text, message } };
  }
  const named = kindOn(part, match[1] ?? '');
  if ('reason' in named) return { problem: { ...named.reason, text } };
  const second = match[4];
  if (second !== undefined && second.toUpperCase() !== (match[1] ?? '').toUpperCase()) {
    const message = `'${piece}' starts with ${match[1]} and ends with ${second}; a range has one kind of site`;
    return { problem: { kind: 'mixed-kinds', text, message } };
  }
  const [ax, ay] = [Number(match[2]), Number(match[3])];
  const [bx, by] = [Number(match[5] ?? match[2]), Number(match[6] ?? match[3])];
  const ordered: SiteRange = {
    kind: named.kind,
    x0: Math.min(ax, bx),
    y0: Math.min(ay, by),
    x1: Math.max(ax, bx),
    y1: Math.max(ay, by),
    text,
  };
  const outside = cutAtDie(part, ordered, piece);
  if (outside) return outside;
  if (ax <= bx && ay <= by) return { range: ordered };
  const suggestion = formatRange(ordered);
  const message = `'${piece}' is reversed: Vivado expects the lower left corner first: ${suggestion}`;
  return { range: ordered, problem: { kind: 'reversed', text, message, suggestion } };
}

type KindReading = { kind: SiteKind } | { reason: Omit<PblockProblem, 'text'> };

function kindOn(part: Part, written: string): KindReading {
  const kind = written.toUpperCase();
  const grid = siteGrid(part);
  const found = [...grid.keys()].find((known) => known === kind);
  if (found) return { kind: found };
  const names = [...grid.keys()].join(', ');
  const renamed =
    kind === 'DSP48' || kind === 'DSP48E1' ? 'DSP48E2' : kind === 'DSP48E2' ? 'DSP48' : undefined;
  const instead = [...grid.keys()].find((known) => known === renamed);
  if (instead || kind === 'URAM288') {
    const hint = instead ? `; its DSP sites are called ${instead}` : '';
    return { reason: { kind: 'not-in-family', message: `${part.name} has no ${kind} sites${hint}` } };
  }
  return {
    reason: {
      kind: 'unknown-kind',
      message: `a reconfigurable pblock on ${part.name} may name ${names}, not ${written}`,
    },
  };
}

function cutAtDie(part: Part, range: SiteRange, piece: string): Reading | undefined {
  const size = siteGrid(part).get(range.kind);
  if (!size || (range.x1 < size.across && range.y1 < size.up)) return undefined;
  const die = `${part.name} has ${range.kind}_X0Y0 to ${range.kind}_X${size.across - 1}Y${size.up - 1}`;
  const message = `'${piece}' reaches outside the die: ${die}`;
  if (range.x0 >= size.across || range.y0 >= size.up)
    return { problem: { kind: 'off-die', text: range.text, message } };
  const cut = { ...range, x1: Math.min(range.x1, size.across - 1), y1: Math.min(range.y1, size.up - 1) };
  return {
    range: cut,
    problem: { kind: 'off-die', text: range.text, message, suggestion: formatRange(cut) },
  };
}

/** A range in Vivado's syntax. */
export function formatRange(range: Omit<SiteRange, 'text'>): string {
  return `${range.kind}_X${range.x0}Y${range.y0}:${range.kind}_X${range.x1}Y${range.y1}`;
}
