/** A range of sites as written, of any part. */
export interface SpelledRange {
  readonly kind: string;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Longer than any pair of sites; keeps the pattern from backtracking through other text. */
const LONGEST = 120;

/** The range of a text such as `SLICE_X0Y0:SLICE_X7Y49`; undefined if it is none. */
export function spelled(text: string): SpelledRange | undefined {
  if (text.length > LONGEST) return undefined;
  const match = /^([A-Z][A-Z\d_]*)_X(\d+)Y(\d+)(?::(?:([A-Z][A-Z\d_]*)_)?X(\d+)Y(\d+))?$/i.exec(text);
  if (!match) return undefined;
  const [, kind = '', x0, y0, second = kind, x1 = x0, y1 = y0] = match;
  if (second.toUpperCase() !== kind.toUpperCase()) return undefined;
  return { kind: kind.toUpperCase(), x0: Number(x0), y0: Number(y0), x1: Number(x1), y1: Number(y1) };
}
