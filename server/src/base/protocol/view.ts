/**
 * What the view shows of one version of a design: plain figures and geometry, no layout. The webview asks for
 * it and is told when there is a newer one. Ranges are places in the source, for reveal and for the cursor's highlight.
 */
import type { RangeJson, ResourcesJson } from './report';

export interface ColumnView {
  /** Kind letter of the device model: L M B D U I T C K G P H … */
  kind: string;
  /** What the legend calls it. */
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
  /** Null where nothing is known of it. */
  used: ResourcesJson | null;
  /** Half width of the LUT and FF estimates as a share of them. */
  band?: number;
  range: RangeJson;
}

export interface RegionView {
  name: string;
  /** Index for its accent colour, same everywhere. */
  accent: number;
  pblock: string[];
  auto: boolean;
  /** Its place is being searched: figures are of an earlier one, or zero where there is none yet. */
  placing?: true;
  rects: RectView[];
  available: ResourcesJson;
  /** Maximum over its modules; null where nothing is known of any. */
  used: ResourcesJson | null;
  /** Share of the region that the budget or the region's utilisation allows, by resource. */
  limit: ResourcesJson;
  frames: { config: number; bram: number };
  bitstreamBytes: number;
  loadNs: number;
  modules: ModuleFillView[];
  /** Rules of UG909 that it breaks, in words; empty = legal. */
  violations: string[];
  range: RangeJson;
}

export interface TaskView {
  id: string;
  kind: 'load' | 'compute' | 'check';
  module: string;
  /** Lane ids it occupies; a load has its region's and the port's. */
  lanes: string[];
  startNs: number;
  endNs: number;
  /** It takes longer, by what is not modelled. */
  atLeast?: true;
  /** `857,740 B` on a load. */
  detail: string;
  range: RangeJson;
}

export interface LaneView {
  id: string;
  label: string;
  kind: 'region' | 'port' | 'static' | 'cpu';
  /** Accent of its region, or null. */
  accent: number | null;
}

/** What happens when an input leaves at this exit (or, last, at the end of the network). */
export interface PathView {
  /** Name of the exit, or `end`; with the cases that led there before it where a `switch` decides. */
  exit: string;
  /** The input goes to the end of the network; of several ways the longest stands last. */
  isEnd?: true;
  rate: number;
  latencyNs: number;
  /** These are null, and `check` empty, for the end of the network. */
  hiddenNs: number | null;
  /** What inputs that stay wait for the check. */
  exposedNs: number | null;
  /** What inputs that leave here wait after their last stage. */
  leavingNs: number | null;
  hiddenBehind: string[];
  /** The check in words: how long it takes, beside what, and who waits for it how long. */
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
  /** In network order; the last is the whole path. */
  paths: PathView[];
  worstNs: number;
  meanNs: number;
  periodNs: number | null;
  /** Unknown where the latency is a lower bound within the limit. */
  budgets: { label: string; ns: number; missed: boolean; unknown?: true; range: RangeJson }[];
  /** name, mean and worst latency of each baseline. */
  baselines: {
    name: string;
    meanNs: number;
    worstNs: number;
    periodNs: number | null;
    fits: boolean;
    unknown?: true;
  }[];
  wastedLoadNs: number | null;
  breakEvenBatch: number | null;
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
    band?: number;
    modules: ModuleFillView[];
  } | null;
  timeline: TimelineView | null;
  /** The judgement in one sentence, and how it stands: `good` where no static design that fits is better. */
  verdict: string | null;
  verdictLook: 'good' | 'caution' | 'invalid' | null;
  /** What is missing for the parts that are null, in words: `add a device block …`. */
  missing: string[];
  diagnostics: { errors: number; warnings: number };
  /** Where there is an error, the first of them, else the first warning. */
  problem: { code: string; message: string; range: RangeJson } | null;
  /** No error of syntax or names leaves a part of the text without a meaning. */
  understood: boolean;
}

/** From the extension to the webview. */
export type ToView =
  | { type: 'snapshot'; snapshot: ViewSnapshot }
  /** A newer version is being computed: the old one stays, dimmed after 200 ms. */
  | { type: 'computing'; uri: string; version: number }
  /** Place of the editor's cursor in the design shown. */
  | { type: 'cursor'; line: number; character: number }
  | { type: 'empty'; reason: string };

/** From the webview to the extension. */
export type FromView =
  | { type: 'ready' }
  | { type: 'reveal'; range: RangeJson }
  | { type: 'saveSvg'; name: string; svg: string }
  | { type: 'log'; message: string };
