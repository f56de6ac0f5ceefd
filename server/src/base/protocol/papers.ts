/** Papers in the report's JSON: published figures beside modelled ones. */

export interface PublishedJson {
  /** With what it is of: `cycles of conv1`, `lut of small to large`. */
  figure: string;
  /** ns, inputs or multiply-accumulates per second, share, count, bytes, Hz, J or W, depending on the figure. */
  published: number;
  /** Null if it is not known. */
  modelled: number | null;
  /** The modelled figure is a lower bound, or an upper one. */
  atLeast?: true;
  atMost?: true;
  /** Where the modelled figure may lie. */
  between?: { low: number; high: number };
  /** By what share of the published figure the modelled one is larger. */
  difference: number | null;
  /** The difference that the paper's line allows. */
  within?: number;
  verdict: 'as published' | 'within its band' | 'differs' | 'not known' | 'not judged';
  /** Why it is not known. */
  why?: string;
  /** Why it differs, as the design's author says. */
  because?: string;
}

export interface PaperJson {
  title: string | null;
  year: number | null;
  id: string | null;
  kind: 'reproduces' | 'shape-of' | 'idea-of' | null;
  on: string | null;
  note: string | null;
  figures: PublishedJson[];
}
