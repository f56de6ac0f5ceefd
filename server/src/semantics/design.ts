/**
 * The checked design: the meaning of a file and its imports, with names bound and values in base units (hertz, bytes,
 * bytes per second, nanoseconds, shares 0..1). What was not written, or is invalid, is absent.
 */
import type {
  Block,
  BudgetMetric,
  Criterion,
  Layer,
  LayerKind,
  Name,
  PaperKind,
  Policy,
  PortKind,
  PublishedFigure,
  Setting,
  Span,
  Subject,
  LoopOrder,
  WeightMemory,
  When,
} from '../../../grammar/src/index';
import type { ResourceKind } from '../base/resources';
import type { BytesPerSecond, Celsius, Hertz, Joules, Nanoseconds, Share, Watts } from '../base/units';
import type { NumberType } from './number-type';

export type { BudgetMetric, Criterion, LayerKind, Policy, WeightMemory };

/** Where something is written. `span` is relative to the block, as in the syntax tree. */
export interface Origin {
  readonly uri: string;
  readonly block: Block;
  readonly span: Span;
}

/** Rows × columns. */
export interface Size {
  readonly h: number;
  readonly w: number;
}

/** Number of zeros padded at each edge. */
export interface Edges {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/**
 * Processing elements (output parallelism) and SIMD lanes (input parallelism) of a layer, whether its window hands over
 * all taps in the same cycle, and the loop order of its weights from memory.
 */
export interface Parallelism {
  readonly pe: number;
  readonly simd: number;
  readonly window?: 'parallel';
  /** Weights from memory are each fetched once an input, not once an output position. */
  readonly order?: 'weights';
}

export interface LayerSpec {
  /** Position in the layers of its network or branch, to which `inputs` of others refer. */
  readonly index: number;
  readonly name?: string;
  /** The name or, without one, the kind with its position (`relu#3`). */
  readonly label: string;
  readonly kind: LayerKind;
  readonly node: Layer;
  readonly origin: Origin;
  /** Settings of a stage that override the layer's own: `node` has them, but they are written in the stage's block. */
  readonly varied?: { readonly origin: Origin; readonly settings: readonly Setting[] };
  /** Positions of the layers that this one reads; -1 is the input of a branch, from the trunk. */
  readonly inputs: readonly number[];
  /** For an `input`, and the output of an `operator`: channels, rows, columns; one number is a flat vector. */
  readonly inputShape?: readonly number[];
  readonly kernel?: Size;
  readonly filters?: number;
  readonly units?: number;
  /** Default: the size of the window for a pool, 1×1 otherwise. */
  readonly stride?: Size;
  readonly pad?: Size | Edges | 'same';
  readonly dilation?: number;
  readonly groups?: number;
  readonly window?: Size;
  readonly scale?: Size;
  /** For a layer with weights: `off` if no bias is added. */
  readonly bias?: 'on' | 'off';
  /** For an `operator`: its name in ONNX, and its figures as written. */
  readonly onnx?: string;
  readonly macs?: number;
  readonly params?: number;
  readonly weights: NumberType;
  readonly activations: NumberType;
  /** As written; the default is pe 1 simd 1. `auto` leaves the choice to the folding search. */
  readonly parallel: Parallelism | 'auto';
  /** `window parallel` is written; with `parallel auto` the search may choose it as well. */
  readonly tapsAtOnce?: boolean;
  readonly weightsIn?: WeightMemory;
  /** As written; with `parallel auto` and neither written the search chooses. */
  readonly order?: LoopOrder;
  /** Share of the weights that are zero. */
  readonly sparsity?: Share;
  readonly codebookBits?: number;
  readonly rank?: number;
}

export interface DeviceSpec {
  readonly origin: Origin;
  /** Part or board as written, with its place. */
  readonly part?: { readonly text: string; readonly origin: Origin };
  readonly board?: { readonly text: string; readonly origin: Origin };
  readonly clockHz?: Hertz;
  readonly port?: {
    readonly kind: PortKind;
    readonly bytesPerSecond?: BytesPerSecond;
    readonly overheadNs?: Nanoseconds;
    readonly origin: Origin;
  };
  readonly memoryBytesPerSecond?: BytesPerSecond;
  readonly shell?: Partial<Record<ResourceKind, number>>;
  /** Metered power of the board while it waits, and asleep. */
  readonly idleW?: Watts;
  readonly sleepW?: Watts;
  /** Time from asleep to the start of an input, and the power meanwhile. */
  readonly wakeNs?: Nanoseconds;
  readonly wakeW?: Watts;
  readonly ambientC?: Celsius;
}

export interface NetworkSpec {
  readonly name: string;
  readonly origin: Origin;
  readonly nameNode?: Name;
  readonly model?: { readonly path: string; readonly origin: Origin };
  /** The model's output that is the end of the network, as written. */
  readonly output?: string;
  /** Names of layers that are outputs of the model too, so that nothing needs to read them. */
  readonly otherOutputs?: readonly string[];
  readonly layers: readonly LayerSpec[];
  /** Position of the first layer of each name; the same object while layers keep names, kinds, inputs and order. */
  readonly names: ReadonlyMap<string, number>;
}

export type PlaceSpec =
  | { readonly kind: 'static' }
  | { readonly kind: 'cpu' }
  | { readonly kind: 'region'; readonly region: string };

export interface DecisionRule {
  readonly criterion: Criterion;
  /** For `learned`: position in the head of the layer that is the confidence. */
  readonly layer?: number;
  readonly comparison: '>=' | '<=';
  readonly threshold: number;
  readonly node: When;
}

export interface ExitSpec {
  readonly name: string;
  readonly origin: Origin;
  readonly nameNode?: Name;
  /** Network and position of the layer that the branch starts from. */
  readonly after?: { readonly network: string; readonly layer: number; readonly origin: Origin };
  readonly layers: readonly LayerSpec[];
  readonly when?: DecisionRule;
  /** The model's output that is this exit, as written. */
  readonly output?: string;
  /** Share of all inputs that leave here, as written. */
  readonly rate?: { readonly value: Share; readonly origin: Origin };
  readonly place: PlaceSpec;
  readonly placeOrigin?: Origin;
}

export interface SwitchCase {
  readonly name: string;
  readonly rate?: Share;
  readonly target?: string;
  readonly origin: Origin;
}

export interface SwitchSpec {
  readonly name: string;
  readonly origin: Origin;
  readonly nameNode?: Name;
  readonly before?: readonly string[];
  readonly after?: { readonly network: string; readonly layer: number; readonly origin: Origin };
  readonly layers: readonly LayerSpec[];
  readonly when?: DecisionRule;
  readonly cases: readonly SwitchCase[];
  readonly place: PlaceSpec;
}

export interface StageSpec {
  readonly name: string;
  readonly origin: Origin;
  readonly nameNode?: Name;
  readonly place: PlaceSpec;
  readonly placeOrigin?: Origin;
  /** Network, and positions of its layers in order. Empty if nothing could be bound. */
  readonly network?: string;
  readonly layers: readonly number[];
  /** Settings after the braces, which make it a variant of the same layers. */
  readonly variant: readonly Setting[];
  /** Made by cutting the network at its exits, because no stage is written. */
  readonly implied: boolean;
}

/** A stage's network with the settings after the stage's braces applied. */
export interface StageVariant {
  /** All layers of the network; those of the stage have its settings. */
  readonly layers: readonly LayerSpec[];
  /** Settings that none of the stage's layers accepts. */
  readonly idle: readonly Setting[];
}

export interface RegionSpec {
  readonly name: string;
  readonly origin: Origin;
  readonly nameNode?: Name;
  /** Vivado ranges as written, or `auto`, or nothing. */
  readonly pblock?: 'auto' | readonly { readonly text: string; readonly origin: Origin }[];
  readonly pblockOrigin?: Origin;
  readonly snapping: boolean;
  /** RESET_AFTER_RECONFIG. */
  readonly reset: boolean;
  /** Share of each resource that modules must leave free. */
  readonly reserve: Readonly<Record<ResourceKind, Share>>;
  /** Share of the region that its modules may use, from `utilisation`. */
  readonly utilisation?: Share;
}

export interface ScheduleSpec {
  readonly origin?: Origin;
  readonly policy: Policy;
  readonly batch: number;
  readonly arrival: 'back-to-back' | { readonly everyNs: Nanoseconds };
}

export interface BudgetLimit {
  readonly metric: BudgetMetric;
  readonly comparison: '<=' | '>=';
  /** ns, inputs per second, share 0..1, joules, watts, or seconds of a lifetime, depending on the metric. */
  readonly value: Nanoseconds | Share | Joules | Watts;
  /** Capacity of a battery. */
  readonly of?: Joules;
  readonly origin: Origin;
}

/** What a published figure is of. */
export interface FigureSubject {
  readonly kind: Subject;
  readonly name: string;
  /** For a layer: its network or branch, and its position there. */
  readonly owner?: string;
  readonly index?: number;
  /** It is in a branch. */
  readonly local?: boolean;
}

/** A figure of a publication. */
export interface PublishedValue {
  readonly figure: PublishedFigure;
  /** `mean` in `latency mean`. */
  readonly qualifier?: string;
  /** What it is of; the whole design if nothing is named. */
  readonly of?: FigureSubject;
  /** Then the value is the figure of `of` divided by that of this. */
  readonly to?: FigureSubject;
  /** ns, inputs or multiply-accumulates per second, share, count, bytes, Hz, J or W. */
  readonly value: number;
  /** The share of the published value by which the design's may differ. */
  readonly within?: Share;
  /** Why it differs, in the author's words. */
  readonly because?: string;
  readonly origin: Origin;
}

export interface PaperSpec {
  readonly origin: Origin;
  readonly title?: string;
  readonly year?: number;
  readonly id?: string;
  readonly kind?: PaperKind;
  /** What it ran on. */
  readonly on?: string;
  readonly note?: string;
  readonly figures: readonly PublishedValue[];
}

export interface Design {
  readonly uri: string;
  readonly device?: DeviceSpec;
  readonly networks: readonly NetworkSpec[];
  readonly exits: readonly ExitSpec[];
  readonly switches: readonly SwitchSpec[];
  readonly stages: readonly StageSpec[];
  /** Variants of the stages that have settings of their own. */
  readonly variants: ReadonlyMap<StageSpec, StageVariant>;
  readonly regions: readonly RegionSpec[];
  readonly schedule: ScheduleSpec;
  readonly profile?: { readonly path: string; readonly origin: Origin };
  readonly budgets: readonly BudgetLimit[];
  readonly papers: readonly PaperSpec[];
  /** For each network, the layers with an exit or switch after them; the same object while they are the same. */
  readonly cuts: ReadonlyMap<string, ReadonlySet<number>>;
}
