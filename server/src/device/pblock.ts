/** Resources, frames and bitstream size of a pblock. */
import type { Resources } from '../base/resources';
import type { Bytes } from '../base/units';
import { countResources } from './column-resources';
import { partialBitstreamBytes } from './bitstream';
import type { Coverage } from './coverage';
import type { Intervals } from './intervals';
import { ownedColumns } from './frame-rows';
import type { Part } from './part';
import type { SiteRange } from './pblock-syntax';
import type { OwnedColumns } from './segment-words';
import { snap } from './snapping';
import { bandReason, ultrascaleBand, wholeUnits } from './ultrascale-words';

export interface PblockOptions {
  /** SNAPPING_MODE ON: `rectangles` are those of the snapped pblock. UltraScale+ always snaps. */
  readonly snapping: boolean;
  /** RESET_AFTER_RECONFIG, 7 series; UltraScale+ always resets. Default true. */
  readonly reset?: boolean;
}

/** Columns x0..x1 and CLB rows y0..y1, both ends included, for drawing. */
export interface Rectangle {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface PblockFigures {
  /** Those whose frames are written. */
  readonly resources: Resources;
  /** LUTs in SLICEM: the part of `resources.lut` that can serve as memory. */
  readonly lutM: number;
  /** The area of the pblock. */
  readonly rectangles: readonly Rectangle[];
  /** Frames owned by the region with their interconnect, without pads and expanded routing. */
  readonly frames: { readonly config: number; readonly bram: number };
  /** Columns owned, by clock-region row: two regions must not share any. */
  readonly ownedColumns: OwnedColumns;
  readonly bitstreamBytes: Bytes;
  /** Where the real length lies, if the pblock alone does not tell it. */
  readonly bytesBand?: BytesBand;
}

export interface BytesBand {
  readonly low: Bytes;
  readonly high: Bytes;
  readonly reason: string;
}

/**
 * Computes a pblock's resources and the size of its partial bitstream, always those of the snapped pblock, since Vivado
 * writes bitstreams for no other and a site outside its frames cannot be reconfigured. A region without whole units has
 * zero bytes.
 */
export function evaluatePblock(
  part: Part,
  ranges: readonly SiteRange[],
  options: PblockOptions,
): PblockFigures {
  const snapped = snap(part, ranges);
  const owned = ownedColumns(snapped.rows, part.rows, part.rowHeight);
  const snapping = options.snapping || part.family === 'ultrascale+';
  const { even, odd } = snapped.coverage;
  const drawn = snapping ? snapped.rows : even.map((rows, x) => (rows.length > 0 ? rows : (odd[x] ?? rows)));
  const { resources, lutM } = countResources(
    part,
    { even: snapped.rows, odd: snapped.rows },
    snapped.coverage,
  );
  const bitstreamBytes = partialBitstreamBytes(part, owned, options.reset ?? true);
  return {
    resources,
    lutM,
    rectangles: rectanglesOf(part, drawn, snapped.coverage),
    frames: countFrames(part, owned),
    ownedColumns: owned,
    bitstreamBytes,
    ...(part.family === 'ultrascale+' &&
      bitstreamBytes > 0 && {
        bytesBand: { ...ultrascaleBand(part, owned, bitstreamBytes), reason: bandReason },
      }),
  };
}

function countFrames(part: Part, owned: OwnedColumns): { config: number; bram: number } {
  let [config, bram] = [0, 0];
  for (const columns of owned) {
    for (const x of part.family === 'ultrascale+' ? wholeUnits(part, columns) : columns) {
      const column = part.columns[x];
      if (!column) continue;
      config += column.frames;
      if (column.kind === 'bram') bram += part.bramFrames;
    }
  }
  return { config, bram };
}

/** Joins neighbouring columns with equal rows, together with interconnect columns between them. */
function rectanglesOf(part: Part, rows: readonly Intervals[], { first, last }: Coverage): Rectangle[] {
  const rectangles: Rectangle[] = [];
  let open: Intervals = [];
  let x0 = first;
  for (let x = first; x <= last + 1; x += 1) {
    if (x <= last && part.columns[x]?.kind === 'interconnect') continue;
    const here = x <= last ? (rows[x] ?? []) : [];
    if (here.length === open.length && here.every((row, index) => row === open[index])) continue;
    close(open, x0, lastSite(part, x - 1), rectangles);
    open = here;
    x0 = x;
  }
  return rectangles;
}

function lastSite(part: Part, column: number): number {
  return part.columns[column]?.kind === 'interconnect' ? column - 1 : column;
}

function close(intervals: Intervals, x0: number, x1: number, rectangles: Rectangle[]): void {
  for (let i = 0; i < intervals.length; i += 2) {
    rectangles.push({ x0, y0: Math.floor(intervals[i] ?? 0), x1, y1: Math.ceil(intervals[i + 1] ?? 0) - 1 });
  }
}
