/**
 * The document of `exeunt report --json`. Fields may be added, never changed or removed.
 * Times are whole nanoseconds, sizes bytes, shares 0..1. `null` means "not modelled" or "not known".
 */
import type { BandJson } from './band';
import type { AmountJson, EnergyJson } from './energy';
import type { PaperJson } from './papers';
import type { ArrivalJson, PercentilesJson, StreamJson } from './stream';

export interface ResourcesJson {
  lut: number;
  ff: number;
  dsp: number;
  bram18: number;
  uram: number;
  /** These are lower bounds: something is not modelled. */
  atLeast?: true;
  /** If so, which of them are lower bounds. */
  notModelled?: ResourceKindJson[];
}

export type ResourceKindJson = 'lut' | 'ff' | 'dsp' | 'bram18' | 'uram';

export interface RangeJson {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

export interface DiagnosticJson {
  code: string;
  severity: 'error' | 'warning' | 'information' | 'hint';
  message: string;
  range: RangeJson;
  /** So many more of this code stand in the same block and are not listed. */
  more?: number;
}

/** Code of the diagnostic for a check, or the whole analysis, that has failed: the other diagnostics are incomplete. */
export const failedCode = 'EX9001';

export interface CheckJson {
  version: 1;
  /** A check has failed, or a file could not be analysed: no diagnostics does not mean no problems. */
  incomplete?: true;
  files: { path: string; diagnostics: DiagnosticJson[] }[];
}

export interface LayerJson {
  name: string;
  kind: string;
  /** `network`, or the exit or switch whose branch it is in. */
  in: 'network' | 'exit' | 'switch';
  /** Name of that network, exit or switch. */
  owner: string;
  inShape: number[];
  outShape: number[];
  macs: number;
  params: number;
  /** `window` only if all taps of the window are read at once, `order` only if weights are fetched once an input. */
  parallel: { pe: number; simd: number; window?: 'parallel'; order?: 'weights' };
  /** `null` if nothing is known about them. */
  cycles: number | null;
  /** `cycles` is a lower bound: something is not modelled. */
  cyclesAtLeast?: true;
  bottleneck: 'mvu' | 'window' | 'padding' | 'memory' | 'pool' | 'elements' | 'none';
  resources: ResourcesJson | null;
  /** The wider side of the LUT estimate's band, as a share of it: 0.5 is 50 %. */
  band: number;
  ffBand: number;
  bands: BandJson;
  notes: string[];
  /** Only on request: what other tools estimate at the same parallelism. */
  secondOpinions?: OpinionJson[];
}

/** `null` if the tool does not report the figure. */
export interface OpinionJson {
  tool: 'FINN' | 'fpgaConvNet' | 'hls4ml';
  cycles: number | null;
  lut: number | null;
  dsp: number | null;
  bram18: number | null;
  /** What the figures refer to. */
  note: string;
  /** A sentence if one of them differs from ours by more than a factor of two, else null. */
  differs: string | null;
}

export interface ModuleJson {
  name: string;
  kind: 'stage' | 'exit' | 'switch';
  /** A region's name, `static` or `cpu`. */
  place: string;
  layers: string[];
  intervalCycles: number | null;
  fillCycles: number | null;
  /** For one input, including its invocation. */
  durationNs: number | null;
  /** Cycles and duration are lower bounds: something that takes time is not modelled. */
  timeAtLeast?: true;
  resources: ResourcesJson | null;
  /** The widest side of the LUT and FF estimates' bands. */
  band: number;
  bands: BandJson;
  /** Memory of the two buffers of a stage's results; null for exits and switches, whose scores are read at once. */
  bufferBytes: number | null;
  notes: string[];
  /** Only on request: every line of its resources. Their amounts and both ends add up to the module's. */
  lines?: LineJson[];
}

/** A part of a module's resources. */
export interface LineJson {
  of: ResourceKindJson;
  /** Name of its layer, `decision`, `between layers and to memory` or `the whole module`. */
  in: string;
  part: string;
  amount: number;
  /** The ends of its band. */
  least: number;
  most: number;
  formula: string;
  /** The formula with its numbers. */
  numbers: string;
  source: string;
}

export interface RegionJson {
  name: string;
  pblock: string[];
  available: ResourcesJson | null;
  used: ResourcesJson | null;
  /** LUTs in SLICEM: the part of `available.lut` that can serve as memory. */
  availableLutM: number | null;
  frames: number | null;
  bitstreamBytes: number | null;
  loadNs: number | null;
  /** Where both may lie, if the pblock alone does not tell them, and why. */
  bitstreamBand?: SpanJson;
  loadBandNs?: SpanJson;
  bandReason?: string;
  /** Of which real bitstream the bytes are. */
  measured?: string;
  /** Ranges that the model does not know. */
  unmodelled?: string[];
}

/** Both ends in the unit of the figure. */
export interface SpanJson {
  low: number;
  high: number;
}

export interface TaskJson {
  id: string;
  kind: 'load' | 'compute' | 'check';
  module: string;
  lane: string;
  startNs: number;
  endNs: number;
  /** The duration is a lower bound: something is not modelled. */
  atLeast?: true;
}

export interface ExitJson {
  name: string;
  rate: number;
  latencyNs: number;
  /** The whole check, and the part of it that runs beside a load or computation of the continuing path. */
  checkNs: number;
  hiddenNs: number;
  /** Time that inputs which stay wait for it. */
  exposedNs: number;
  /** Time that inputs which leave wait after their last stage: the whole check, and whatever delays the check. */
  leavingNs: number;
  /** Port time of loads that an input which leaves here has started in vain. */
  vainLoadNs: number;
}

/** A `switch` of the design. */
export interface DecisionJson {
  name: string;
  /** Share of all inputs that reach it. */
  rate: number;
  checkNs: number;
  hiddenNs: number;
  exposedNs: number;
  /** Share of all inputs that take it, and their latency. */
  cases: { name: string; rate: number; meanNs: number; worstNs: number }[];
}

/** One path through all switches. */
export interface PathJson {
  choices: { switch: string; case: string }[];
  /** Share of all inputs that take this path to its end. */
  rate: number;
  latencyNs: number;
  tasks: TaskJson[];
  /** `rate` is a share of the inputs that would have taken this path. */
  exits: ExitJson[];
}

export interface TimelineJson {
  policy: 'serial' | 'overlap' | 'speculate';
  batch: number;
  /**
   * Something that takes time is not modelled: latencies and the period are lower bounds, throughputs upper bounds.
   * Hidden and exposed times are those of the modelled parts.
   */
  atLeast?: true;
  /** Those of the longest path. */
  tasks: TaskJson[];
  /** For an exit on several paths, means over the inputs that pass it. */
  exits: ExitJson[];
  decisions: DecisionJson[];
  /** Empty if there is no `switch`. */
  paths: PathJson[];
  worstNs: number;
  meanNs: number;
  /** Where latencies may lie, since loads have a band, and why they have. */
  loadSpan?: {
    worstNs: SpanJson;
    meanNs: SpanJson;
    percentilesNs: { '50': SpanJson; '95': SpanJson; '99': SpanJson };
    since: string;
  };
  percentilesNs: PercentilesJson;
  /** Latency of a batch divided by its inputs; for a batch of one, the same as `worstNs` and `meanNs`. */
  worstPerInputNs: number;
  meanPerInputNs: number;
  /** Port time per input for loads that turned out to be useless: rate × load started in vain. */
  wastedPortNs: number;
  periodNs: number | null;
  throughputPerSecond: number | null;
  stream: StreamJson | null;
  /** Null if inputs come back to back. */
  arrival: ArrivalJson | null;
}

export interface BaselineJson {
  name: 'static' | 'static-no-exits' | 'serial';
  /** The policy that the figures are for: the baseline's best. */
  policy: 'serial' | 'overlap' | 'speculate';
  worstNs: number;
  meanNs: number;
  periodNs: number | null;
  /** Also false if it is `unknown`. */
  fits: boolean;
  /** Something about it is not known, so it cannot be said to fit. */
  unknown?: true;
  /** It fits by its estimates, not at the upper ends of their bands. */
  narrow?: true;
  /** The best static one, which the verdict compares with. */
  isRival?: true;
  /** What is folded otherwise than in the design: each module in the fabric with the folding of its layers. */
  modules?: { name: string; folding: string[] }[];
  /** Its times are lower bounds. */
  atLeast?: true;
  /** One input of its stream, as the design's own `energy.perInputJ`; absent if it cannot keep up with the arrivals. */
  energyJ?: AmountJson;
}

export interface TunedJson {
  accuracy: number;
  meanNs: number;
  exits: { name: string; threshold: number }[];
}

export interface LeastJson extends TunedJson {
  /** No thresholds that meet the accuracy have a lower mean. */
  boundNs: number;
  /** Share of `meanNs` by which it may exceed the minimum: 0 if it is proved to be the minimum. */
  gap: number;
}

export interface ThresholdsJson {
  /** From the budget, or else the design's present accuracy. */
  requiredAccuracy: number;
  now: { accuracy: number; meanNs: number };
  /** Lowest mean latency that meets the accuracy; null if none does. */
  best: LeastJson | null;
  /** Lowest mean latency for each accuracy, fastest first. */
  curve: TunedJson[];
}

export interface BudgetJson {
  metric: string;
  comparison: '<=' | '>=';
  /** ns, inputs per second, share, J, W or seconds of a battery's life, depending on the metric. */
  limit: number;
  /** Capacity of a battery in joules. */
  of?: number;
  actual: number | null;
  /** The figure is a lower bound: something is not modelled. */
  atLeast?: true;
  /** The figure, a throughput, is an upper bound. */
  atMost?: true;
  /** Where the figure may lie, since loads or powers have a band. */
  between?: { low: number; high: number };
  verdict: 'fits' | 'may not fit' | 'does not fit' | 'not known';
}

export interface ReportJson {
  version: 1;
  /** A check has failed, so diagnostics may be missing. */
  incomplete?: true;
  design: string;
  device: {
    part: string;
    family: string;
    clockHz: number;
    port: { kind: string; bytesPerSecond: number; overheadNs: number };
    totals: ResourcesJson;
  } | null;
  layers: LayerJson[];
  modules: ModuleJson[];
  regions: RegionJson[];
  static: { available: ResourcesJson; used: ResourcesJson } | null;
  timeline: TimelineJson | null;
  /** These, the break-even batch and the verdict are left out beside an exported project. */
  baselines: BaselineJson[];
  /** From a profile; an exit that no input takes has no accuracy. */
  accuracy: {
    overall: number;
    perExit: { name: string; rate: number; accuracy: number | null }[];
  } | null;
  /** Found on the profile's trace; null if it or the timeline is missing, and in an exported project's report. */
  thresholds: ThresholdsJson | null;
  breakEvenBatch: number | null;
  budgets: BudgetJson[];
  /** Published figures beside these; absent without a `paper`. */
  papers?: PaperJson[];
  /** Absent without a timeline, and for a part of which no power report is known, unless the design states `idle`. */
  energy?: EnergyJson;
  /** By `report_power` of calibrated reports; absent if there are none. */
  power?: { totalW: number; dynamicW?: number; staticW?: number; confidence?: string; source: string }[];
  /** Worst slack of calibrated timing reports, by file; below zero the clock is not met. */
  slackNs?: Record<string, number>;
  /** The verdict in one sentence, or null if there is nothing to judge. */
  verdict: string | null;
  diagnostics: DiagnosticJson[];
}
