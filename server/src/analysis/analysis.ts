/**
 * The result of analysing one version of a design. Each figure is computed once and shown in many places: hover, lens,
 * report, view and export read this object. A figure that could not be computed is absent, and a rule in diagnostics/
 * says why.
 */
import type { Band } from '../base/band';
import type { Resources } from '../base/resources';
import type { Bytes, BytesPerSecond, Hertz, Nanoseconds, Share } from '../base/units';
import type { LayerCost, ModuleCost, ModuleSource } from '../cost/index';
import type {
  Board,
  BytesBand,
  Part,
  PblockFigures,
  PblockProblem,
  Port,
  SiteRange,
  UnmodelledRange,
} from '../device/index';
import type { Violation } from '../floorplan/index';
import type { ShapedLayer, ShapeProblem } from '../network/index';
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
  RegionSpec,
  StageSpec,
  SwitchSpec,
} from '../semantics/design';
import type { SemanticProblem } from '../semantics/problem';
import type { SymbolTable } from '../semantics/symbols';
import type { SourceDocument } from '../workspace/documents';
import type { Refusal, Role } from '../workspace/refusal';
import type { EnergyFigures } from './figures/energy-figures';
import type { PaperFigures } from './figures/paper-figures';
import type { HeadBounds, HeadChoice } from './proposals/head-choice';
import type { Calibration, MeasuredBitstream, MeasuredPowers } from './figures/measured';
import type { Comparison } from './verdict/compared';

export interface Analysis {
  readonly uri: string;
  readonly version: number;
  /** The design's own file first, then its imports. */
  readonly files: readonly SourceDocument[];
  readonly design: Design;
  readonly symbols: SymbolTable;
  readonly problems: readonly SemanticProblem[];
  /** Models and traces that the design names but that are missing or refused. */
  readonly refusedFiles: readonly {
    readonly path: string;
    readonly role: Role;
    readonly refusal: Refusal;
    readonly origin: Origin;
  }[];
  /** Conflicts with the models; absent if they were not checked. */
  readonly modelFaults?: readonly ModelFault[];
  /** A model is still being read and may add faults. */
  readonly modelsPending?: true;
  readonly target: Target;
  /** Every network, and the branch of every exit and switch. */
  readonly lists: readonly LayerList[];
  /** Stages in path order, then exits, then switches. */
  readonly modules: readonly ModuleFigures[];
  readonly regions: readonly RegionFigures[];
  readonly staticPart?: StaticFigures;
  /** Measured figures that are used. */
  readonly calibration?: Calibration;
  /** Why the measured figures beside the design are not used, as a clause with "it" for their file. */
  readonly calibrationFault?: string;
  /** Present if the design names an existing trace. */
  readonly profile?: ProfileFigures;
  readonly timeline?: TimelineFigures;
  /** Computed on first access. Absent without a timeline, and where neither `idle` nor a report of the part is known. */
  readonly energy: EnergyFigures | undefined;
  /** Choices for heads whose folding is left to the tool, and their bounds. */
  readonly heads: readonly HeadChoice[];
  readonly headBounds?: HeadBounds;
  /** Baselines and verdict; computed on first access, since no diagnostic needs them. */
  readonly comparison: Comparison | undefined;
  readonly budgets: readonly BudgetResult[];
  /** Computed on first access. */
  readonly papers: readonly PaperFigures[];
  /** What must be added to the text to get the absent figures, in words. */
  readonly missing: readonly string[];
}

/** Why exports and profiles refuse a design with its model. */
export interface ModelFault {
  readonly network: NetworkSpec;
  /** Path in the design, or of the int8 model beside it. */
  readonly path: string;
  /** A clause. */
  readonly reason: string;
  /** The part of the design concerned, if not the whole file. */
  readonly about?: LayerSpec | SwitchSpec;
  /** The model is complete but still float: it must be quantised, nothing is wrong. */
  readonly isFloat?: true;
  /** Comparing them takes longer than an edit may: exports do it. */
  readonly isUnchecked?: true;
}

/** The device as far as known. `part` is absent if not named or unknown. */
export interface Target {
  readonly part?: Part;
  readonly board?: Board;
  /** Doubts about the part's name: a package or grade that its data sheet does not list. */
  readonly doubts?: readonly string[];
  /** Why the named part or board is unknown. */
  readonly unknown?: {
    readonly what: 'part' | 'board';
    readonly text: string;
    readonly reason: string;
    readonly nearest: readonly string[];
    readonly origin: Origin;
  };
  readonly clockHz: Hertz;
  /** The design states no clock, so this one is assumed. */
  readonly clockAssumed: boolean;
  readonly port?: Port;
  readonly ddrBytesPerSecond: BytesPerSecond;
  readonly cpuOpsPerSecond: number;
  readonly measuredPower?: MeasuredPowers;
}

export interface LayerFigures {
  readonly shaped: ShapedLayer;
  /** As written, or as chosen for `auto`. */
  readonly parallel: Parallelism;
  readonly chosen: boolean;
  /** Absent if the shape is unknown. */
  readonly cost?: LayerCost;
}

export interface LayerList {
  readonly kind: 'network' | 'exit' | 'switch';
  readonly name: string;
  readonly spec: NetworkSpec | ExitSpec | SwitchSpec;
  readonly specs: readonly LayerSpec[];
  readonly layers: readonly LayerFigures[];
  readonly shapeProblems: readonly ShapeProblem[];
  /** For an exit or switch: what it branches from, where its shape is known. */
  readonly inflow?: ModuleSource;
}

/** A stage, or the branch of an exit or switch: one module of a region, or resident in the static part. */
export interface ModuleFigures {
  readonly name: string;
  readonly kind: 'stage' | 'exit' | 'switch';
  readonly spec: StageSpec | ExitSpec | SwitchSpec;
  readonly place: PlaceSpec;
  readonly list: LayerList;
  /** Positions in `list`. */
  readonly layers: readonly number[];
  /** Cost of the modelled layers. Absent on the CPU, and if no layer is known. */
  readonly cost?: ModuleCost;
  /** Fabric resources, none on the CPU; lower bounds if a layer is not modelled. Absent if the cost is. */
  readonly resources?: Resources;
  readonly band: Band;
  /** States that its LUT and FF are measured, or scaled by measurements. */
  readonly calibration?: string;
  /** Duration of the modelled layers. */
  readonly duration?: Duration;
}

/** An estimate with a band compared with a limit. Not known: the known part is within it, but there is more. */
export type FitVerdict = 'fits' | 'not known' | 'may not fit' | 'does not fit';

export interface RegionFigures {
  readonly spec: RegionSpec;
  /** Index of its accent colour. */
  readonly accent: number;
  /** Vivado ranges, as written or as placed for `auto`. */
  readonly pblock: readonly string[];
  readonly auto: boolean;
  /** Its placement is being searched; the pblock, if any, is from an earlier text. */
  readonly stale: boolean;
  readonly ranges: readonly SiteRange[];
  readonly syntax: readonly PblockProblem[];
  /** Legal ranges that the model does not know. */
  readonly unmodelled: readonly UnmodelledRange[];
  readonly violations: readonly Violation[];
  readonly figures?: PblockFigures;
  /** Resources that `reserve` and `utilisation` leave to its modules. */
  readonly usable?: Resources;
  /** Share of each resource that modules may take at the upper ends of their bands: of utilisation, reserve and budgets, or the usual one. */
  readonly limit: Resources;
  readonly modules: readonly ModuleFigures[];
  /** Largest need of any of its modules, by kind; absent if none is known. */
  readonly need?: Resources;
  /** Of `need`. */
  readonly band: Band;
  readonly bitstreamBytes?: Bytes;
  readonly loadNs?: Nanoseconds;
  /** Where bytes and load time may lie, if the pblock alone does not tell them. */
  readonly bytesBand?: BytesBand;
  readonly loadBand?: { readonly low: Nanoseconds; readonly high: Nanoseconds };
  /** Why, in words: the bytes are estimates, or measured loads differ. */
  readonly loadReason?: string;
  /** The real bitstream that the bytes are of. */
  readonly measuredBytes?: MeasuredBitstream;
  /** Why `pblock auto` found no place. */
  readonly infeasible?: string;
  /** The region without enough room, if any: the same for all regions placed together. */
  readonly short?: string;
}

export interface StaticFigures {
  /** What remains of the part beside the regions. */
  readonly available: Resources;
  /** Shell and resident modules together. */
  readonly used: Resources;
  readonly shell: Resources;
  readonly shellBand: Band;
  readonly modules: readonly ModuleFigures[];
  /** Of `used`. */
  readonly band: Band;
}

/** Rates and accuracy, counted sample by sample at the thresholds of the design. */
export interface ProfileRates {
  readonly samples: number;
  /** In network order. `accuracy` is of samples that leave here, null if none do. */
  readonly exits: readonly { readonly name: string; readonly rate: Share; readonly accuracy: Share | null }[];
  readonly end: { readonly rate: Share; readonly accuracy: Share | null };
  /** Share of all samples that are correct at their exit. */
  readonly accuracy: Share;
  /** For each switch, the share of its samples that take each case, in order. */
  readonly cases?: ReadonlyMap<string, readonly Share[]>;
}

export interface ProfileFigures {
  /** Data of a single path, for the search for thresholds. */
  readonly counted?: { readonly trace: Trace; readonly rules: readonly ExitRule[]; readonly end: number };
  readonly rates?: ProfileRates;
  /** Why there are none, with the line of the trace or the exit at fault. */
  readonly fault?: { readonly message: string; readonly line?: number; readonly exit?: string };
  /** Harmless oddities of the trace. */
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
}

export interface TimelineFigures {
  readonly problem: ScheduleProblem;
  /** All times are lower bounds, because something that takes time is not modelled. */
  readonly atLeast: boolean;
  readonly schedule: Schedule;
  /** Computed on first access; not modelled for paths with too many stages. */
  readonly stream: Stream | undefined;
  /** Where loads have a band: the same at both ends of it. Computed on first access. */
  readonly loadSpan?: LoadSpan | undefined;
}

/** Schedules with the shortest and the longest load of each region's band. */
export interface LoadSpan {
  /** Why loads have a band, as a clause, and whether real bitstreams would narrow it. */
  readonly since: string;
  readonly isEstimated: boolean;
  readonly low: Schedule;
  readonly high: Schedule;
  /** Computed on first access. */
  readonly streams: { readonly low: Stream; readonly high: Stream } | undefined;
}

export interface BudgetResult {
  readonly limit: BudgetLimit;
  /** In the limit's unit; absent if the figure is unknown. */
  readonly actual?: number;
  /** Set if the figure is a bound: a lower one for figures with an upper limit, an upper one for throughput. */
  readonly bound?: 'at least' | 'at most';
  /** Need of a resource that the fullest place lacks entirely; `actual` is then infinite. */
  readonly neededOfNone?: number;
  /** Where a time or throughput may lie, since loads have a band, or an energy or power by its own. */
  readonly between?: { readonly low: number; readonly high: number };
  readonly since?: Pick<LoadSpan, 'since' | 'isEstimated'>;
  readonly verdict: FitVerdict;
  /** Why it is not known, as a clause, if the limit itself tells. */
  readonly why?: string;
}
