/** Parses and prints Vivado's site ranges. */
import { perObject } from '../base/memo';
import { blocksOf, isStatic } from './hard-sites';
import { nearestNames } from './nearest';
import { slicesAcross, type Part } from './part';

/** `hard`: UltraScale+ sites beside the fabric, such as IOB and GTHE4_CHANNEL; the range has their name. */
export type SiteKind =
  'SLICE' | 'DSP48' | 'DSP48E2' | 'RAMB18' | 'RAMB36' | 'URAM288' | 'CLOCKREGION' | 'hard';

/** A Vivado range in site coordinates, both ends included; `text` is the index of the text in which it is written. */
export interface SiteRange {
  readonly kind: SiteKind;
  /** Name of the sites if the kind is `hard`. */
  readonly site?: string;
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

/** A legal range that the model does not know, so that figures leave it out or cannot be given. */
export interface UnmodelledRange {
  /** `clock-region`: nothing of the region is known; `site`: the columns of the sites are not counted. */
  readonly kind: 'clock-region' | 'site';
  readonly text: number;
  readonly message: string;
}

export interface ParsedPblock {
  /** Every valid range that is modelled, with its corners in order and cut at the edge of the die. */
  readonly ranges: readonly SiteRange[];
  readonly problems: readonly PblockProblem[];
  readonly unmodelled: readonly UnmodelledRange[];
}

const rangePattern =
  /^([A-Z][A-Z\d]*(?:_[A-Z\d]+)*?)_X(\d+)Y(\d+)(?::(?:([A-Z][A-Z\d]*(?:_[A-Z\d]+)*?)_)?X(\d+)Y(\d+))?$/i;

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
  grid.set('CLOCKREGION', { across: part.clockRegionStarts?.length ?? Infinity, up: part.rows });
  return grid;
});

/** Parses Vivado's range syntax; a text may contain several ranges, separated by spaces or commas. */
export function parsePblock(part: Part, texts: readonly string[]): ParsedPblock {
  const ranges: SiteRange[] = [];
  const problems: PblockProblem[] = [];
  const unmodelled: UnmodelledRange[] = [];
  let pieces = 0;
  texts.forEach((text, index) => {
    for (const piece of text.split(/[\s,{}]+/).filter((word) => word !== '')) {
      pieces += 1;
      const result = readRange(part, piece, index);
      if (result.range) ranges.push(result.range);
      if (result.problem) problems.push(result.problem);
      if (result.unmodelled) unmodelled.push(result.unmodelled);
    }
  });
  if (pieces === 0) problems.push({ kind: 'empty', text: 0, message: 'the pblock names no range' });
  return { ranges, problems, unmodelled };
}

interface Reading {
  readonly range?: SiteRange;
  readonly problem?: PblockProblem;
  readonly unmodelled?: UnmodelledRange;
}

function readRange(part: Part, piece: string, text: number): Reading {
  const match = rangePattern.exec(piece);
  if (!match) {
    const message = `'${piece}' is not a Vivado site range such as SLICE_X0Y0:SLICE_X7Y49`;
    return { problem: { kind: 'syntax', text, message } };
  }
  const named = kindOn(part, match[1] ?? '');
  if ('reason' in named) {
    const { instead, ...reason } = named.reason;
    // The primitive and its site have different names on the 7 series; the coordinates are the same.
    const suggestion =
      instead === 'DSP48' && /^DSP48E1_/i.test(piece) ? piece.replace(/DSP48E1(?=_)/gi, instead) : undefined;
    return { problem: { ...reason, text, ...(suggestion !== undefined && { suggestion }) } };
  }
  const second = match[4];
  if (second !== undefined && second.toUpperCase() !== (match[1] ?? '').toUpperCase()) {
    const message = `'${piece}' starts with ${match[1]} and ends with ${second}; a range has one kind of site`;
    return { problem: { kind: 'mixed-kinds', text, message } };
  }
  const [ax, ay] = [Number(match[2]), Number(match[3])];
  const [bx, by] = [Number(match[5] ?? match[2]), Number(match[6] ?? match[3])];
  const ordered: SiteRange = {
    kind: named.kind,
    ...(named.kind === 'hard' && { site: (match[1] ?? '').toUpperCase() }),
    x0: Math.min(ax, bx),
    y0: Math.min(ay, by),
    x1: Math.max(ax, bx),
    y1: Math.max(ay, by),
    text,
  };
  const outside = cutAtDie(part, ordered, piece);
  if (outside) return outside;
  if (ax <= bx && ay <= by) return { ...unmodelledIn(part, ordered) };
  const suggestion = formatRange(ordered);
  const message = `'${piece}' is reversed: Vivado expects the lower left corner first: ${suggestion}`;
  return { range: ordered, problem: { kind: 'reversed', text, message, suggestion } };
}

/** The range, and what is not known of it. */
function unmodelledIn(part: Part, range: SiteRange): Reading {
  const { kind, site = '', text } = range;
  if (kind === 'CLOCKREGION' && part.clockRegionStarts === undefined) {
    const message = `the columns of the clock regions of ${part.name} are not modelled, so resources, bytes and load time of this pblock are not known; name its SLICE, DSP48E2, RAMB18, RAMB36 and URAM288 ranges, as Vivado lists them in the pblock's properties`;
    return { unmodelled: { kind: 'clock-region', text, message } };
  }
  if (kind === 'hard' && blocksOf(site).length === 0) {
    const message = `${site} sites are not modelled: their frames are not counted`;
    return { range, unmodelled: { kind: 'site', text, message } };
  }
  return { range };
}

type KindReading =
  | { kind: SiteKind }
  | {
      reason: Omit<PblockProblem, 'text'> & {
        /** The kind of the same sites on the part. */
        instead?: SiteKind;
      };
    };

function kindOn(part: Part, written: string): KindReading {
  const kind = written.toUpperCase();
  const grid = siteGrid(part);
  const found = [...grid.keys()].find((known) => known === kind);
  if (found) return { kind: found };
  const names = [...grid.keys()].join(', ');
  const renamed = /^DSP48(?:E[12])?$/.test(kind)
    ? part.family === '7series'
      ? 'DSP48'
      : 'DSP48E2'
    : undefined;
  const instead = [...grid.keys()].find((known) => known === renamed);
  if (instead || kind === 'URAM288') {
    const hint = instead ? `; its DSP sites are called ${instead}` : '';
    return {
      reason: {
        kind: 'not-in-family',
        message: `${part.name} has no ${kind} sites${hint}`,
        ...(instead && { instead }),
      },
    };
  }
  if (part.family === 'ultrascale+' && !isStatic(kind)) {
    const [near] = nearestNames(kind, [...grid.keys()], 1);
    if (near === undefined || blocksOf(kind).length > 0) return { kind: 'hard' };
    const meant = `'${written}' is no kind of site that is known; '${near}' is near`;
    return { reason: { kind: 'unknown-kind', message: meant } };
  }
  const fixed = isStatic(kind) ? ': the processing system stays static' : '';
  return {
    reason: {
      kind: 'unknown-kind',
      message: `a reconfigurable pblock on ${part.name} may name ${names}, not ${written}${fixed}`,
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
export function formatRange({ kind, site, x0, y0, x1, y1 }: Omit<SiteRange, 'text'>): string {
  const name = site ?? kind;
  return `${name}_X${x0}Y${y0}:${name}_X${x1}Y${y1}`;
}
