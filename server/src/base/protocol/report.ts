/**
 * The document of `exeunt report --json`. Fields may be added, never changed or removed.
 * Times are whole nanoseconds, sizes bytes, shares 0..1. `null` means "not modelled" or "not known".
 */
export interface ResourcesJson {
  lut: number;
  ff: number;
  dsp: number;
  bram18: number;
  uram: number;
  /** What is not modelled adds to these: they are lower bounds. */
  atLeast?: true;
  /** Then, of which of them there is more. */
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

/** Code of a diagnostic that says that a check, or the whole analysis, has failed: what else is told is not all. */
export const failedCode = 'EX9001';

export interface CheckJson {
  version: 1;
  /** A check has failed, or a file could not be analysed: that nothing is told does not mean that nothing is wrong. */
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
  parallel: { pe: number; simd: number };
  /** `null` where nothing is known of them. */
  cycles: number | null;
  /** There are more, by what is not modelled. */
  cyclesAtLeast?: true;
  bottleneck: 'mvu' | 'window' | 'padding' | 'memory' | 'pool' | 'elements' | 'none';
  resources: ResourcesJson | null;
  /** Half width of the LUT estimate as a share of it: 0.5 is ±50 %. */
  band: number;
  /** The same of the FF estimate. */
  ffBand: number;
  /** Only where it was asked for: what other tools estimate at the same parallelism. */
  secondOpinions?: OpinionJson[];
}

/** `null` where the tool tells no such figure. */
export interface OpinionJson {
  tool: 'FINN' | 'fpgaConvNet' | 'hls4ml';
  cycles: number | null;
  lut: number | null;
  dsp: number | null;
  bram18: number | null;
  /** What the figures are of. */
  note: string;
  /** A sentence where one of them is more than a factor of two from this tool's, else null. */
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
  /** For one input, with its invocation. */
  durationNs: number | null;
  /** Cycles and duration are lower bounds: something that takes time is not modelled. */
  timeAtLeast?: true;
  resources: ResourcesJson | null;
  /** Half width of the LUT and FF estimates, the wider of both. */
  band: number;
}

export interface RegionJson {
  name: string;
  pblock: string[];
  available: ResourcesJson | null;
  used: ResourcesJson | null;
  /** LUTs in SLICEM, the part of `available.lut` that can be memory. */
  availableLutM: number | null;
  frames: number | null;
  bitstreamBytes: number | null;
  loadNs: number | null;
}

export interface TaskJson {
  id: string;
  kind: 'load' | 'compute' | 'check';
  module: string;
  lane: string;
  startNs: number;
  endNs: number;
  /** It takes longer, by what is not modelled. */
  atLeast?: true;
}

export interface ExitJson {
  name: string;
  rate: number;
  latencyNs: number;
  /** The check itself, and the part of it beside a load or computation of the continuing path. */
  checkNs: number;
  hiddenNs: number;
  /** What inputs that stay wait for it. */
  exposedNs: number;
  /** What inputs that leave wait after their last stage: the whole check, and what it waits for itself. */
  leavingNs: number;
  /** Port time of loads that had started in vain when an input leaves here. */
  vainLoadNs: number;
}

export interface PercentilesJson {
  '50': number;
  '95': number;
  '99': number;
}

/** Inputs in the long run, back to back; of a batch, per batch. */
export interface StreamJson {
  /** False where there are too many states, so that the figures come from a seeded simulation. */
  exact: boolean;
  /** 95 % interval of the period; both ends are the period where it is exact. */
  interval95Ns: [number, number];
  /** Share of the time in which the port is loading. */
  portShare: number;
  /** States that the stream keeps coming back to; 0 where it is simulated. */
  stateCount: number;
  /** The most frequent ones, at the start of an input: what each region holds, how long each lane is still busy. */
  states: { contents: Record<string, string | null>; residualNs: Record<string, number>; share: number }[];
  latency: { meanNs: number; percentilesNs: PercentilesJson };
}

/** Inputs that arrive `every` so often. Figures but the first three are null where the queue grows without end. */
export interface ArrivalJson {
  everyNs: number;
  sustainable: boolean;
  /** The shortest arrival period at which the queue does not grow without bound. */
  shortestEveryNs: number;
  exact: boolean | null;
  /** From the arrival of a batch to its start. */
  meanWaitNs: number | null;
  /** Inputs that wait, in the mean. */
  meanQueued: number | null;
  /** From arrival to departure. */
  latency: { meanNs: number; percentilesNs: PercentilesJson; interval95Ns: [number, number] } | null;
}

/** A `switch`. */
export interface DecisionJson {
  name: string;
  /** Share of all inputs that it is made for. */
  rate: number;
  checkNs: number;
  hiddenNs: number;
  exposedNs: number;
  /** Share of all inputs that take it, and their latency. */
  cases: { name: string; rate: number; meanNs: number; worstNs: number }[];
}

/** One way through all switches. */
export interface PathJson {
  choices: { switch: string; case: string }[];
  /** Share of all inputs that go this way to its end. */
  rate: number;
  latencyNs: number;
  tasks: TaskJson[];
  /** `rate` is of the inputs that would have gone this way. */
  exits: ExitJson[];
}

export interface TimelineJson {
  policy: 'serial' | 'overlap' | 'speculate';
  batch: number;
  /**
   * Something that takes time is not modelled: latencies and the period are lower bounds, rates of throughput upper ones.
   * What is hidden and exposed is of the modelled parts.
   */
  atLeast?: true;
  /** Of the longest path. */
  tasks: TaskJson[];
  /** Of an exit that several paths pass, means over the inputs that pass it. */
  exits: ExitJson[];
  decisions: DecisionJson[];
  /** Empty where no `switch` decides. */
  paths: PathJson[];
  worstNs: number;
  meanNs: number;
  percentilesNs: PercentilesJson;
  /** Of a batch, divided by its inputs; the same as `worstNs` and `meanNs` for one. */
  worstPerInputNs: number;
  meanPerInputNs: number;
  /** Port time per input for loads that turned out to be of no use: rate × load started in vain. */
  wastedPortNs: number;
  periodNs: number | null;
  throughputPerSecond: number | null;
  stream: StreamJson | null;
  /** Null where inputs come back to back. */
  arrival: ArrivalJson | null;
}

export interface BaselineJson {
  name: 'static' | 'static-no-exits' | 'serial';
  /** The one that the figures are of: each at its best. */
  policy: 'serial' | 'overlap' | 'speculate';
  worstNs: number;
  meanNs: number;
  periodNs: number | null;
  /** False, too, where it is `unknown`. */
  fits: boolean;
  /** Something of it is not known, so that nobody can say that it fits. */
  unknown?: true;
  /** Its times are lower bounds. */
  atLeast?: true;
}

export interface TunedJson {
  accuracy: number;
  meanNs: number;
  exits: { name: string; threshold: number }[];
}

export interface LeastJson extends TunedJson {
  /** No thresholds that are right often enough have a lower mean. */
  boundNs: number;
  /** Share of `meanNs` by which it may lie above the least: 0 where it is proved to be the least. */
  gap: number;
}

export interface ThresholdsJson {
  /** From the budget, or what the design reaches now. */
  requiredAccuracy: number;
  now: { accuracy: number; meanNs: number };
  /** Least mean latency that is right often enough; null where nothing is. */
  best: LeastJson | null;
  /** Least mean latency by accuracy, fastest first. */
  curve: TunedJson[];
}

export interface BudgetJson {
  metric: string;
  comparison: '<=' | '>=';
  /** ns, inputs a second, or share, by metric. */
  limit: number;
  actual: number | null;
  /** The figure is a lower bound: something is not modelled. */
  atLeast?: true;
  /** The figure is an upper bound, of throughput. */
  atMost?: true;
  verdict: 'fits' | 'may not fit' | 'does not fit' | 'not known';
}

export interface ReportJson {
  version: 1;
  /** A check has failed, and what it would have found is not among the diagnostics. */
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
  /** Of a profile; an exit that nobody takes has no accuracy. */
  accuracy: {
    overall: number;
    perExit: { name: string; rate: number; accuracy: number | null }[];
  } | null;
  /** Found on the profile's trace; null where it or the timeline is missing, and beside an exported project. */
  thresholds: ThresholdsJson | null;
  breakEvenBatch: number | null;
  budgets: BudgetJson[];
  /** The judgement in one sentence, or null where there is nothing to judge. */
  verdict: string | null;
  diagnostics: DiagnosticJson[];
}

export type BudgetSideJson = Pick<BudgetJson, 'limit' | 'actual' | 'atLeast' | 'atMost' | 'verdict'>;

/** A limit in two versions of a design; null in the version that has none. */
export interface BudgetChangeJson {
  metric: string;
  comparison: '<=' | '>=';
  old: BudgetSideJson | null;
  new: BudgetSideJson | null;
  worse: boolean;
}

/** The document of `exeunt diff --json`. Values as in a report; `null` means "not known". */
export interface DifferenceJson {
  version: 1;
  /** A check of one of them has failed: what it would have found is in no number here. Status 2. */
  incomplete?: true;
  old: { path: string; design: string; errors: number };
  new: { path: string; design: string; errors: number };
  /** A budget is worse, or there are more errors: status 1. */
  worse: boolean;
  budgets: BudgetChangeJson[];
  /** Figures that both versions have, and that differ. */
  changes: {
    kind: string;
    item: string;
    figure: string;
    old: number | string | null;
    new: number | string | null;
    /** The figure is a bound: something that counts is not modelled. */
    oldBound?: 'at least' | 'at most';
    newBound?: 'at least' | 'at most';
  }[];
  added: { kind: string; item: string }[];
  gone: { kind: string; item: string }[];
}
