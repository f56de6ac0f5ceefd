/**
 * Data that the view shows for one version of a design: figures and geometry, no layout. The webview requests it and is
 * notified of newer versions. Ranges are places in the source, to reveal them and to highlight what the cursor is on.
 */
import type { ExplorationJson } from './exploration';
import type { BandJson } from './band';
import type { RangeJson, ResourcesJson } from './report';

export interface ColumnView {
  /** Kind letter of the device model: L M B D U I T C K G P H … */
  kind: string;
  /** Its entry in the legend. */
  role: 'clb' | 'clbm' | 'bram' | 'dsp' | 'uram' | 'io' | 'ps' | 'none';
  /** SLICE X coordinate of the column's first slice, or -1. */
  sliceX: number;
}

/** A rectangle in configuration columns (x0..x1 inclusive) and CLB rows (y0..y1 inclusive, 0 = bottom). */
export interface RectView {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

export interface DeviceView {
  part: string;
  board: string | null;
  family: string;
  columns: ColumnView[];
  clockRegions: {
    rows: number;
    rowHeight: number;
    /** first column of each clock-region column */ columnStarts: number[];
  };
  holes: (RectView & { label: string })[];
  totals: ResourcesJson;
  range: RangeJson;
}

export interface ModuleFillView {
  module: string;
  /** `conv1 … pool1` */
  layers: string;
  /** Null if nothing is known about it. */
  used: ResourcesJson | null;
  band?: BandJson;
  /** What its figures leave out or assume, and those of its layers, each once. */
  notes?: string[];
  range: RangeJson;
}

export interface RegionView {
  name: string;
  /** Index of its accent colour, the same in every diagram. */
  accent: number;
  pblock: string[];
  auto: boolean;
  /** A place is being searched for: figures are those of an earlier one, or zero if there is none yet. */
  placing?: true;
  rects: RectView[];
  available: ResourcesJson;
  /** Maximum over its modules; null if nothing is known about any of them. */
  used: ResourcesJson | null;
  /** Share of the region that the budget or the region's utilisation allows, by resource. */
  limit: ResourcesJson;
  frames: { config: number; bram: number };
  bitstreamBytes: number;
  loadNs: number;
  /** Where both may lie, if the pblock alone does not tell them, and why. */
  bitstreamBand?: { low: number; high: number };
  loadBandNs?: { low: number; high: number };
  bandReason?: string;
  modules: ModuleFillView[];
  /** Rules of UG909 that it breaks, as text; empty = legal. */
  violations: string[];
  range: RangeJson;
}

export interface TaskView {
  id: string;
  kind: 'load' | 'compute' | 'check';
  module: string;
  /** Ids of the lanes it occupies; a load occupies its region's and the port's. */
  lanes: string[];
  startNs: number;
  endNs: number;
  /** The duration is a lower bound: something is not modelled. */
  atLeast?: true;
  /** For a load with a band: the shortest and the longest duration. */
  takesNs?: { low: number; high: number };
  /** For a load, its size: `857,740 B`. */
  detail: string;
  range: RangeJson;
}

export interface LaneView {
  id: string;
  label: string;
  kind: 'region' | 'port' | 'static' | 'cpu';
  /** Accent colour of its region, or null. */
  accent: number | null;
}

/** The timeline of an input that leaves at this exit or, for the last path, at the end of the network. */
export interface PathView {
  /** Name of the exit, or `end`; where a `switch` decides, preceded by the cases that lead there. */
  exit: string;
  /** The input goes to the end of the network; if there are several such paths, the longest comes last. */
  isEnd?: true;
  rate: number;
  latencyNs: number;
  /** For the end of the network these times are null and `check` is empty. */
  hiddenNs: number | null;
  /** Time that inputs which stay wait for the check. */
  exposedNs: number | null;
  /** Time that inputs which leave here wait after their last stage. */
  leavingNs: number | null;
  hiddenBehind: string[];
  /** The check as text: its duration, what runs beside it, and which inputs wait for it how long. */
  check: string;
  tasks: TaskView[];
  range: RangeJson;
}

export interface TimelineView {
  policy: 'serial' | 'overlap' | 'speculate';
  batch: number;
  /** Its times are lower bounds: something that takes time is not modelled. */
  atLeast?: true;
  lanes: LaneView[];
  /** In network order; the last goes through the whole network. */
  paths: PathView[];
  worstNs: number;
  meanNs: number;
  periodNs: number | null;
  /** The period is a lower bound, as times are or since tasks may compete for the memory. */
  periodAtLeast?: true;
  /** What limits the stream, in words; null if it is not modelled. */
  limit: string | null;
  /** `unknown` if the latency is a lower bound that is within the limit. */
  budgets: { label: string; ns: number; missed: boolean; unknown?: true; range: RangeJson }[];
  /** Name, mean and worst latency of each baseline. */
  baselines: {
    name: string;
    meanNs: number;
    worstNs: number;
    periodNs: number | null;
    fits: boolean;
    unknown?: true;
    /** It fits by its estimates, not for sure. */
    narrow?: true;
    /** What an input of its stream takes, as text. */
    energy?: string;
  }[];
  /** Energy as text, absent if it is not modelled: name and value of each figure, where they are from and what they lack. */
  energy?: { facts: [name: string, value: string][]; note: string };
  wastedLoadNs: number | null;
  breakEvenBatch: number | null;
  range: RangeJson;
}

/** A paper's figures, as text. */
export interface PaperView {
  title: string;
  /** What the design shows of it. */
  kind: string;
  figures: {
    figure: string;
    published: string;
    modelled: string;
    difference: string;
    comment: string;
    differs?: true;
  }[];
  range: RangeJson;
}

export interface ViewSnapshot {
  uri: string;
  version: number;
  design: string;
  device: DeviceView | null;
  regions: RegionView[];
  staticPart: {
    available: ResourcesJson;
    used: ResourcesJson;
    band?: BandJson;
    modules: ModuleFillView[];
  } | null;
  timeline: TimelineView | null;
  /** Published figures beside the design's; absent without a `paper`. */
  papers?: PaperView[];
  /** The verdict in one sentence, and its tone: `good` if no static design that fits is better. */
  verdict: string | null;
  verdictLook: 'good' | 'caution' | 'invalid' | null;
  /** What is missing for the parts that are null, as text: `add a device block …`. */
  missing: string[];
  diagnostics: { errors: number; warnings: number };
  /** The first error or, without errors, the first warning. */
  problem: { code: string; message: string; range: RangeJson } | null;
  /** Every part of the text has a meaning: there is no error of syntax or names. */
  understood: boolean;
}

/** A region at another place, before it is written there. */
export interface PlacementView {
  /** Version of the text that the edits are for. */
  version: number;
  drawn: RectView;
  /** The region at the snapped place; its violations say why it may not be there. */
  region: RegionView;
  /** Write the pblock; null where it may not be, or is not written in this file. */
  edits: { range: RangeJson; text: string }[] | null;
}

/** From the extension to the webview. */
export type ToView =
  | { type: 'snapshot'; snapshot: ViewSnapshot }
  /** A newer version is being computed: the old one stays visible, dimmed after 200 ms. */
  | { type: 'computing'; uri: string; version: number }
  /** Position of the editor's cursor in the design shown. */
  | { type: 'cursor'; line: number; character: number }
  /** Answer to `place`; null if the design has no such region any more, or if what was to be written was not. */
  | { type: 'placement'; placement: PlacementView | null }
  | { type: 'empty'; reason: string }
  /** What a search found; null closes it. */
  | { type: 'exploration'; exploration: ShownExploration | null }
  /** The snapshots that follow are of a candidate, which is not in the text; null if they are of the text again. */
  | { type: 'preview'; candidate: string | null };

/** A search's answer with what can be tried of it. */
export interface ShownExploration extends ExplorationJson {
  /** `Best exits`. */
  title: string;
  /** Candidates that can be previewed and applied, by number. */
  candidates: string[];
}

/** From the webview to the extension. */
export type FromView =
  | { type: 'ready' }
  | { type: 'reveal'; range: RangeJson }
  /** A region is held at a place: what is it there? One at a time. */
  | { type: 'place'; region: string; drawn: RectView }
  /** A region was dropped: write these edits, if the text is still of that version. */
  | { type: 'write'; version: number; edits: { range: RangeJson; text: string }[] }
  /** `data` is text, or base64 of a PNG. */
  | { type: 'save'; name: string; format: 'svg' | 'png' | 'csv'; data: string }
  | { type: 'copy'; text: string }
  | { type: 'log'; message: string }
  | { type: 'previewCandidate'; candidate: string }
  | { type: 'applyCandidate'; candidate: string }
  | { type: 'endPreview' }
  | { type: 'closeExploration' };
