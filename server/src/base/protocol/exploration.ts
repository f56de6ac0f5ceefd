/** What a search found, as the command line prints it and the view shows it: `shown` in the `--json` of every search. */

export interface ExplorationJson {
  /** Judgement in sentences. */
  sentences: string[];
  tables: ExplorationTable[];
  /** What was searched, held and left out, a line each. */
  notes: string[];
  picture?: ExplorationPicture;
}

export interface ExplorationTable {
  title: string;
  /** Where it is `#`, the first cell of a row is the number of its candidate. */
  head: string[];
  rows: string[][];
  /** Of a map, the candidate of each cell: by row, then by column; null where there is none. */
  candidates?: (string | null)[][];
}

export type ExplorationPicture = { kind: 'curve'; model: CurveModel } | { kind: 'map'; model: MapModel };

export interface CurvePoint {
  readonly count: number;
  /** Nanoseconds, or nanojoules. */
  readonly value: number;
  /** Share of samples that are right; undefined without a trace. */
  readonly accuracy: number | undefined;
  /** Whether it surely fits. */
  readonly fits: boolean;
}

/** A figure over the number of exits, one line a kind of design. */
export interface CurveModel {
  readonly title: string;
  /** `mean latency` */
  readonly measured: string;
  readonly unit: 's' | 'J';
  readonly lines: readonly { readonly name: string; readonly points: readonly CurvePoint[] }[];
}

export interface MapCellModel {
  /** Undefined if nothing fits. */
  readonly winner: string | undefined;
  readonly isReconfigured: boolean;
  /** How many times as long the other side takes; undefined if nothing of it fits. */
  readonly factor: number | undefined;
  readonly undecided: boolean;
  /** The winner's figure. */
  readonly text: string;
  /** Of energy: what surely pays, as the letters R, E, P. */
  readonly pays?: string;
  /** Of energy: 0 for the least of the map, 1 for the most. */
  readonly strength?: number;
  /** No figure of the part is known. */
  readonly notModelled?: boolean;
}

/** Which kind is ahead in each cell. */
export interface MapModel {
  readonly title: string;
  readonly columns: { readonly name: string; readonly values: readonly string[] };
  readonly rows: { readonly name: string; readonly values: readonly string[] };
  /** By row, then by column. */
  readonly cells: readonly (readonly MapCellModel[])[];
}

/** A change of a file by UTF-16 offsets in the text that was searched. */
export interface EditJson {
  start: number;
  end: number;
  text: string;
  /** URI of an imported file, if it is not of the design's own. */
  file?: string;
}

/** What every search prints with `--json`. */
export interface SearchJson {
  question: string;
  designHash: string;
  shown: ExplorationJson;
  candidates: Record<string, { edits: EditJson[] | null }>;
  complete: boolean;
}
