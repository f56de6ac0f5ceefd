/** A configuration column and its kind. */
export type ColumnKind =
  | 'clb-l'
  | 'clb-m'
  | 'bram'
  | 'dsp'
  | 'uram'
  | 'interconnect'
  | 'interface'
  | 'io'
  | 'clock'
  | 'config'
  | 'hard'
  | 'gt'
  | 'ps'
  | 'empty';

/** A configuration column; its index is the column address of the frame address register. */
export interface Column {
  readonly index: number;
  readonly letter: string;
  readonly kind: ColumnKind;
  /** Configuration frames of the column in one clock-region row, without BRAM content. */
  readonly frames: number;
  /** X coordinate of the column's sites of its kind: SLICE (7 series: the even one of two), RAMB, DSP or URAM; -1 without sites. */
  readonly siteX: number;
}
