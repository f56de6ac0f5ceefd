/** The compact format of the data files, which are source; `part.ts` expands it. docs/device.md describes the fields. */
export type Family = '7series' | 'ultrascale+';

/** What is in place of the fabric in a hole; the frames still exist (except after a 7 series GT column). */
export type HoleKind = 'ps' | 'cfg' | 'pcie' | 'gt' | 'void';

/** Columns x0..x1 and CLB rows y0..y1, both ends included, without sites. */
export interface Hole {
  readonly kind: HoleKind;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

export interface Totals {
  readonly lut: number;
  readonly ff: number;
  readonly dsp: number;
  readonly bram36: number;
  readonly uram: number;
}

export interface DieData {
  readonly name: string;
  readonly family: Family;
  readonly idcode: string;
  /** Clock-region rows, row 0 at the bottom. */
  readonly rows: number;
  /** One letter per configuration column, left to right; `3L` is short for `LLL`. */
  readonly columns: string;
  /** UltraScale+ only: frames of columns that differ from the usual number for their letter. */
  readonly frames?: Readonly<Record<string, number>>;
  readonly holes: readonly Hole[];
  /** UltraScale+ only: the hard blocks of a column, by clock-region row. */
  readonly hard?: Readonly<Record<string, readonly string[]>>;
  /**
   * 7 series: first column of each clock-region column. Those of UltraScale+ are not known: there it is the columns at which
   * expanded routing stops, as seen in partial bitstreams.
   */
  readonly clockRegionStarts: readonly number[];
  readonly totals: Totals & { readonly slice: number; readonly sliceM: number };
  readonly fullBits: number;
}

export interface PartData {
  readonly name: string;
  readonly die: DieData;
  /** Resources of the silicon that the part's licence allows: the limit for a whole design. */
  readonly limits: Totals;
  /** Packages that it is sold in, lower case. */
  readonly packages: readonly string[];
  /** UltraScale+ only: processor variants, `cg` (two cores), `eg`, `ev` (with the video codec). */
  readonly variants?: readonly string[];
}
