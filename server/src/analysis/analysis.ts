/**
 * All that is known of one version of a design. Each figure is computed in one place and shown in many:
 * hover, lens, report, view and export read this object. What could not be worked out is absent, and a rule
 * in diagnostics/ says why.
 */
import type { Resources } from '../base/resources';
import type { Bytes, BytesPerSecond, Hertz, Nanoseconds, Share } from '../base/units';
import type { LayerCost, ModuleCost } from '../cost/index';
import type { Board, Part, PblockFigures, PblockProblem, Port, SiteRange } from '../device/index';
import type { Violation } from '../floorplan/index';
import type { ShapedLayer, ShapeProblem } from '../network/index';
import type { Folding } from '../explore/foldable';
import type { Duration, ExitRule, Schedule, ScheduleProblem, Stream, Trace } from '../schedule/index';
import type {
  BudgetLimit,
  Design,
  ExitSpec,
  LayerSpec,
  NetworkSpec,
  Origin,
  Parallelism,
  PlaceSpec,
  Policy,
  RegionSpec,
  StageSpec,
  SwitchSpec,
} from '../semantics/design';
import type { SemanticProblem } from '../semantics/problem';
import type { SymbolTable } from '../semantics/symbols';
import type { SourceDocument } from '../workspace/documents';
import type { Refusal, Role } from '../workspace/refusal';
import type { Calibration } from './figures/measured';

export interface Analysis {
  readonly uri: string;
  readonly version: number;
  /** The design's own file first, then its imports. */
  readonly files: readonly SourceDocument[];
  readonly design: Design;
  readonly symbols: SymbolTable;
  readonly problems: readonly SemanticProblem[];
  /** Models and traces that the design names and that are not there, or not read. */
  readonly refusedFiles: readonly {
    readonly path: string;
    readonly role: Role;
    readonly refusal: Refusal;
    readonly origin: Origin;
  }[];
  /** What models say against the design; absent where they were not asked. */
  readonly modelFaults?: readonly ModelFault[];
  /** A model is being read that may say more. */
  readonly modelsPending?: true;
  readonly target: Target;
  /** Every network, and the branch of every exit and switch. */
  readonly lists: readonly LayerList[];
  /** Stages in path order, then exits, then switches. */
  readonly modules: readonly ModuleFigures[];
  readonly regions: readonly RegionFigures[];
  readonly staticPart?: StaticFigures;
  /** Measured figures that were put in. */
  readonly calibration?: Calibration;
  /** Why the figures that lie beside the design are not put in, as a clause with "it" for their file. */
  readonly calibrationFault?: string;
  /** Present where the design names a trace that is there. */
  readonly profile?: ProfileFigures;
  readonly timeline?: TimelineFigures;
  /** What was chosen for the heads whose folding is left to the tool, and what they were held to. */
  readonly heads: readonly HeadChoice[];
  readonly headBounds?: HeadBounds;
  /** Baselines and judgement: not needed by any diagnostic, so worked out when first read. */
  readonly comparison: Comparison | undefined;
  readonly budgets: readonly BudgetResult[];
  /** What has to be added to the text for the figures that are absent, in words. */
  readonly missing: readonly string[];
}

/** Why exports and profiles refuse a design with its model. */
export interface ModelFault {
  readonly network: NetworkSpec;
  /** As the design writes it, or its int8 model beside it. */
  readonly path: string;
  /** A clause. */
  readonly reason: string;
  /** What of the design it is about, where it is not the file as a whole. */
  readonly about?: LayerSpec | SwitchSpec;
  /** The model is whole and still float: a step is to be done, nothing is wrong. */
  readonly isFloat?: true;
  /** Comparing them takes longer than an edit may: exports do it. */
  readonly isUnchecked?: true;
}

/** The device as far as it is known. `part` is absent where it is not named, or not known. */
export interface Target {
  readonly part?: Part;
  readonly board?: Board;
  /** What is odd about the part's name: a package or grade that its data sheet does not list. */
  readonly doubts?: readonly string[];
  /** Why the named part or board is not known. */
  readonly unknown?: {
    readonly what: 'part' | 'board';
    readonly text: string;
    readonly reason: string;
    readonly nearest: readonly string[];
    readonly origin: Origin;
  };
  readonly clockHz: Hertz;
  /** The clock is the tool's assumption, not written. */
  readonly clockAssumed: boolean;
  readonly port?: Port;
  readonly ddrBytesPerSecond: BytesPerSecond;
  readonly cpuOpsPerSecond: number;
}

export interface LayerFigures {
  readonly shaped: ShapedLayer;
  /** As written, or as chosen where `auto` is written. */
  readonly parallel: Parallelism;
  readonly chosen: boolean;
  /** Absent where the shape is not known. */
  readonly cost?: LayerCost;
}

export interface LayerList {
  readonly kind: 'network' | 'exit' | 'switch';
  readonly name: string;
  readonly spec: NetworkSpec | ExitSpec | SwitchSpec;
  readonly specs: readonly LayerSpec[];
  readonly layers: readonly LayerFigures[];
  readonly shapeProblems: readonly ShapeProblem[];
}

/** A stage, an exit's branch or a switch's: what is one module of a region, or resident in the static part. */
export interface ModuleFigures {
  readonly name: string;
  readonly kind: 'stage' | 'exit' | 'switch';
  readonly spec: StageSpec | ExitSpec | SwitchSpec;
  readonly place: PlaceSpec;
  readonly list: LayerList;
  /** Positions in `list`. */
  readonly layers: readonly number[];
  /** Of the layers that are modelled. Absent on the CPU, and where nothing is known of any layer. */
  readonly cost?: ModuleCost;
  /** What it takes of the fabric, nothing on the CPU; lower bounds where a layer is not modelled. Absent as the cost is. */
  readonly resources?: Resources;
  /** Half width of the LUT and FF estimate, as a share. */
  readonly band: number;
  /** That its LUT and FF are measured, or scaled by what was measured. */
  readonly calibration?: string;
  /** Of the layers that are modelled. */
  readonly duration?: Duration;
}

/** How an estimate with a band stands against a limit. Not known: what is known is within it, and there is more. */
export type FitVerdict = 'fits' | 'not known' | 'may not fit' | 'does not fit';

export interface RegionFigures {
  readonly spec: RegionSpec;
  /** Index of its accent colour. */
  readonly accent: number;
  /** Vivado ranges: as written, or as placed where `auto` is written. */
  readonly pblock: readonly string[];
  readonly auto: boolean;
  /** The search for its place is under way; a pblock that is here is of an earlier text. */
  readonly stale: boolean;
  readonly ranges: readonly SiteRange[];
  readonly syntax: readonly PblockProblem[];
  readonly violations: readonly Violation[];
  readonly figures?: PblockFigures;
  /** Of what it holds, what `reserve` and `utilisation` leave to its modules. */
  readonly usable?: Resources;
  /** Share of each resource that the design allows: utilisation, reserve and budgets together. */
  readonly allowed: Resources;
  /** Share of each resource at which the view draws its tick: the budget's, or else the usual one. */
  readonly limit: Resources;
  readonly modules: readonly ModuleFigures[];
  /** Largest need of any of its modules, kind by kind; absent where nothing is known of any. */
  readonly need?: Resources;
  /** Half width of the LUT and FF estimates, as a share. */
  readonly band: number;
  readonly bitstreamBytes?: Bytes;
  readonly loadNs?: Nanoseconds;
  /** Why `pblock auto` found no place. */
  readonly infeasible?: string;
  /** The region that it is for want of, if one: the same for all that are placed together. */
  readonly short?: string;
}

export interface StaticFigures {
  /** What the regions leave of the part. */
  readonly available: Resources;
  /** Shell and resident modules together. */
  readonly used: Resources;
  readonly shell: Resources;
  readonly modules: readonly ModuleFigures[];
  readonly band: number;
}

/** Rates and accuracy, counted sample by sample at the thresholds of the design. */
export interface ProfileRates {
  readonly samples: number;
  /** In network order. `accuracy` is of those that leave here, null if none do. */
  readonly exits: readonly { readonly name: string; readonly rate: Share; readonly accuracy: Share | null }[];
  readonly end: { readonly rate: Share; readonly accuracy: Share | null };
  /** Share of all samples that are right where they leave. */
  readonly accuracy: Share;
  /** By switch, if there are any, the share of the samples it decides on that take each case, in order. */
  readonly cases?: ReadonlyMap<string, readonly Share[]>;
}

export interface ProfileFigures {
  /** What was counted along a single path, for whoever looks for better thresholds. */
  readonly counted?: { readonly trace: Trace; readonly rules: readonly ExitRule[]; readonly end: number };
  readonly rates?: ProfileRates;
  /** Why there are none, with the line of the trace or the exit of the design that is at fault. */
  readonly fault?: { readonly message: string; readonly line?: number; readonly exit?: string };
  /** What is odd in the trace and does no harm. */
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
}

export interface TimelineFigures {
  readonly problem: ScheduleProblem;
  /** All its times are lower bounds, as something that takes time is not modelled. */
  readonly atLeast: boolean;
  readonly schedule: Schedule;
  /** Worked out when first read; of a path with too many stages it is not modelled. */
  readonly stream: Stream | undefined;
}

export interface Baseline {
  readonly name: 'static' | 'static-no-exits' | 'serial';
  /** The one that its figures are of: each at its best. */
  readonly policy: Policy;
  readonly fits: boolean;
  /** Something of it is not known, so that nobody can say that it fits. */
  readonly unknown?: true;
  readonly worstNs: Nanoseconds;
  readonly meanNs: Nanoseconds;
  readonly periodNs?: Nanoseconds;
}

export interface Comparison {
  readonly baselines: readonly Baseline[];
  /** Smallest batch from which reconfiguring takes less time an input than any static design. */
  readonly breakEvenBatch?: number;
  /** No static design that fits is better. */
  readonly ahead: boolean;
  /** The judgement in one sentence. */
  readonly verdict: string;
}

export interface BudgetResult {
  readonly limit: BudgetLimit;
  /** In the limit's own unit; absent where the figure is not known. */
  readonly actual?: number;
  /** The figure is a bound: of what is limited from above a lower one, of throughput an upper one. */
  readonly bound?: 'at least' | 'at most';
  /** Of a resource that the fullest place has none of: how much is needed there. `actual` is infinite then. */
  readonly neededOfNone?: number;
  readonly verdict: FitVerdict;
}

export interface LatencyBound {
  /** The budget, or what the fastest heads come to on average and 1 % on top. */
  readonly limit: BudgetLimit | 'fastest mean';
  readonly atMostNs: Nanoseconds;
}

export interface HeadBounds {
  /** Heads whose check must end before the next stage could start. */
  readonly behindLoads: ReadonlySet<string>;
  readonly latencies: readonly LatencyBound[];
  /** What even the fastest heads do not keep, and by how much they miss it. */
  readonly missed: readonly { readonly limit: BudgetLimit; readonly byNs: Nanoseconds }[];
  /** Heads whose load ends before their fastest check. */
  readonly tooSlow: ReadonlySet<string>;
  readonly ratesKnown: boolean;
}

/** A bound that a choice of heads breaks, and what it comes to. */
export interface BrokenBound {
  readonly bound: { readonly load: string } | LatencyBound;
  readonly ns: Nanoseconds;
}

/** What was chosen for a head, and why no smaller one. */
export interface HeadChoice {
  readonly name: string;
  readonly folding: Folding;
  /** The bound that the next smaller head would break; undefined where this is the smallest, or nothing is timed. */
  readonly next?: BrokenBound;
  /** Not even the fastest that fits, which this then is, meets these. */
  readonly missed?: { readonly load: boolean; readonly limits: HeadBounds['missed'] };
  /** It is larger than latencies ask for, so that this budget holds. */
  readonly throughput?: BudgetLimit;
  /** It is the fastest that fits, as nothing is known that a smaller one could be weighed by. */
  readonly unweighed?: 'no rates' | 'not timed';
  readonly ratesKnown: boolean;
  /** The heads that were chosen together with it, itself included. */
  readonly together: readonly string[];
  readonly proved: boolean;
  /** What of the total area a smaller choice could save at most. */
  readonly gap: Share;
}
