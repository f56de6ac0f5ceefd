/** Bands of estimates as in JSON. */

/** How far an estimate may lie from the truth; block RAM is counted and has none. */
export interface BandJson {
  lut: IntervalJson;
  ff: IntervalJson;
  dsp: IntervalJson;
}

/** Shares of the estimate: the truth lies between `1 − low` and `1 + high` of it. */
export interface IntervalJson {
  low: number;
  high: number;
}
