/**
 * The syntax tree of one file. It has no symbols, types or costs: those are in maps keyed by node.
 *
 * Offsets inside a block are relative to the block's start, so that an edit in one block leaves the nodes of all others,
 * and everything cached by them, unchanged. `BlockSlot.start` is absolute.
 * Any part that the grammar requires may be missing: the parser never throws and never stops.
 */
export interface Span {
  /** UTF-16 offset of the first character. */
  readonly start: number;
  /** Offset just after the last character. */
  readonly end: number;
}

/** A name in a declaration or reference. `text` is without quotes. */
export interface Name {
  readonly kind: 'name';
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

/** A word of the language's vocabulary, or one where such a word is expected. */
export interface Word {
  readonly kind: 'word';
  readonly text: string;
  readonly span: Span;
}

/** A number with its unit, if it has one: `100 MHz`, `62%`, `4`. `span` covers both. */
export interface Quantity {
  readonly kind: 'quantity';
  /** May be negative, zero or Infinity; what is legal depends on the setting. */
  readonly value: number;
  readonly raw: string;
  readonly unit?: Word;
  readonly span: Span;
}

/** `5x5`, `1x28x28`. */
export interface Dims {
  readonly kind: 'dims';
  readonly values: readonly number[];
  readonly span: Span;
}

/** A quoted string where a string (not a name) is expected: a path or a part. */
export interface Text {
  readonly kind: 'text';
  readonly value: string;
  readonly span: Span;
}

/** `SLICE_X0Y50:SLICE_X31Y99`, as written (a single site is a range of one). */
export interface SiteRange {
  readonly kind: 'range';
  readonly text: string;
  readonly span: Span;
}

export type Value = Name | Word | Quantity | Dims | Text | SiteRange;

/** A keyword and what follows it: `kernel 5x5`, `clock 100 MHz`, `parallel pe 4 simd 6`, `port icap at 380 MB/s`. */
export interface Setting {
  readonly kind: 'setting';
  readonly keyword: Word;
  /** In text order; inner keywords (`pe`, `simd`, `at`, `overhead`, `lut`) are words among the values. */
  readonly values: readonly Value[];
  readonly span: Span;
}

/** `conv conv1 kernel 5x5 filters 6 from a, b`. `input image 1x28x28` has its shape in `shape`. */
export interface Layer {
  readonly kind: 'layer';
  readonly layerKind: Word;
  readonly name?: Name | undefined;
  readonly shape?: Dims | undefined;
  /** Explicit inputs, `from a, b`; empty means the layer before. */
  readonly from: readonly Name[];
  readonly settings: readonly Setting[];
  readonly span: Span;
}

/** `when softmax >= 0.95`, `when mean confidence >= 0.9`, `when conf1 >= 0.5`. */
export interface When {
  readonly kind: 'when';
  readonly keyword: Word;
  readonly criterion?: Word;
  /** `confidence` behind `mean` and `min`. */
  readonly qualifier?: Word;
  /** In place of a criterion: a layer that is the confidence itself. */
  readonly layer?: Name;
  readonly comparison?: Word;
  readonly threshold?: Quantity;
  readonly span: Span;
}

/** `case easy rate 70% -> shallow`. */
export interface Case {
  readonly kind: 'case';
  readonly keyword: Word;
  readonly name?: Name;
  readonly rate?: Quantity;
  readonly target?: Name;
  readonly span: Span;
}

/** `conv1 .. pool1`, or one layer alone. */
export interface LayerRange {
  readonly kind: 'layers';
  readonly first: Name;
  /** Present if `..` is. */
  readonly last?: Name;
  readonly span: Span;
}

/** `latency worst <= 20 ms`. */
export interface Limit {
  readonly kind: 'limit';
  /** `latency worst`, `throughput`, `lut` … */
  readonly metric: readonly Word[];
  /** `10 Wh` in `battery 10 Wh >= 6 h`. */
  readonly of?: Quantity;
  readonly comparison?: Word;
  readonly value?: Quantity;
  readonly span: Span;
}

/** `cycles of conv1 = 5120 within 2% because "…"`, `lut of small to large = 13%`. */
export interface Published {
  readonly kind: 'published';
  /** `latency mean`, `cycles`, `lut` … */
  readonly figure: readonly Word[];
  readonly of?: Name;
  /** The figure of `of` as a share of this one's. */
  readonly to?: Name;
  readonly value?: Quantity;
  readonly within?: Quantity;
  readonly because?: Text;
  readonly span: Span;
}

interface BlockBase {
  /** The word that opens the block. */
  readonly keyword: Word;
  readonly span: Span;
  /** Span of `{ … }` including the braces, if there are any. */
  readonly body?: Span;
}

export interface ImportBlock extends BlockBase {
  readonly kind: 'import';
  readonly path?: Text;
}

export interface DeviceBlock extends BlockBase {
  readonly kind: 'device';
  readonly settings: readonly Setting[];
}

export interface NetworkBlock extends BlockBase {
  readonly kind: 'network';
  readonly name?: Name;
  readonly model?: Text;
  readonly layers: readonly Layer[];
  readonly settings: readonly Setting[];
}

export interface ExitBlock extends BlockBase {
  readonly kind: 'exit';
  readonly name?: Name;
  readonly after?: Name;
  readonly layers: readonly Layer[];
  readonly when?: When;
  /** `rate`, `on`, `precision`. */
  readonly settings: readonly Setting[];
}

export interface SwitchBlock extends BlockBase {
  readonly kind: 'switch';
  readonly name?: Name;
  readonly position?: Word;
  /** The networks after `before`, or the one layer after `after`. */
  readonly targets: readonly Name[];
  readonly layers: readonly Layer[];
  readonly when?: When;
  readonly cases: readonly Case[];
  readonly settings: readonly Setting[];
}

export interface StageBlock extends BlockBase {
  readonly kind: 'stage';
  readonly name?: Name;
  readonly place?: Name;
  readonly parts: readonly LayerRange[];
  /** After the braces: `weights int4`, `filters 8` … for a variant. */
  readonly settings: readonly Setting[];
}

export interface RegionBlock extends BlockBase {
  readonly kind: 'region';
  readonly name?: Name;
  readonly settings: readonly Setting[];
}

export interface ScheduleBlock extends BlockBase {
  readonly kind: 'schedule';
  readonly settings: readonly Setting[];
}

export interface ProfileBlock extends BlockBase {
  readonly kind: 'profile';
  readonly path?: Text;
}

export interface BudgetBlock extends BlockBase {
  readonly kind: 'budget';
  readonly limits: readonly Limit[];
}

export interface PaperBlock extends BlockBase {
  readonly kind: 'paper';
  readonly settings: readonly Setting[];
  readonly figures: readonly Published[];
}

export type Block =
  | ImportBlock
  | DeviceBlock
  | NetworkBlock
  | ExitBlock
  | SwitchBlock
  | StageBlock
  | RegionBlock
  | ScheduleBlock
  | ProfileBlock
  | BudgetBlock
  | PaperBlock;

/**
 * To the type checker nodes are instances of classes, so that no code can spread one (ESLint's no-misused-spread): the
 * parts of a layer that an edit has shifted are computed on access, and a spread copy would have none. These classes are
 * never instantiated; use `layer-blocks.ts` to copy nodes.
 */
type Unspreadable<N> = abstract new (nothing: never) => N;
export declare const Name: Unspreadable<Name>;
export declare const Word: Unspreadable<Word>;
export declare const Quantity: Unspreadable<Quantity>;
export declare const Dims: Unspreadable<Dims>;
export declare const Text: Unspreadable<Text>;
export declare const SiteRange: Unspreadable<SiteRange>;
export declare const Setting: Unspreadable<Setting>;
export declare const Layer: Unspreadable<Layer>;
export declare const When: Unspreadable<When>;
export declare const Case: Unspreadable<Case>;
export declare const LayerRange: Unspreadable<LayerRange>;
export declare const Limit: Unspreadable<Limit>;
export declare const ImportBlock: Unspreadable<ImportBlock>;
export declare const DeviceBlock: Unspreadable<DeviceBlock>;
export declare const NetworkBlock: Unspreadable<NetworkBlock>;
export declare const ExitBlock: Unspreadable<ExitBlock>;
export declare const SwitchBlock: Unspreadable<SwitchBlock>;
export declare const StageBlock: Unspreadable<StageBlock>;
export declare const RegionBlock: Unspreadable<RegionBlock>;
export declare const ScheduleBlock: Unspreadable<ScheduleBlock>;
export declare const ProfileBlock: Unspreadable<ProfileBlock>;
export declare const BudgetBlock: Unspreadable<BudgetBlock>;
export declare const Published: Unspreadable<Published>;
export declare const PaperBlock: Unspreadable<PaperBlock>;

export type SyntaxErrorKind = 'unexpected' | 'missing' | 'unknown-word' | 'lexical';

/** One error, at the smallest range that identifies it. */
export interface SyntaxProblem {
  readonly kind: SyntaxErrorKind;
  readonly message: string;
  readonly span: Span;
  /** Possible replacements, the most likely first. */
  readonly suggestions?: readonly string[];
  /** Text that fixes the error when it replaces `span` (an insertion if the span is empty). */
  readonly fix?: { readonly title: string; readonly replacement: string };
}

/** One top-level block, or a stretch of text outside all blocks, with its own syntax problems. */
export interface BlockSlot {
  /** Absolute offset in the file, to which the block's offsets are relative. */
  readonly start: number;
  /** Absolute offset just after the block's last token. */
  readonly end: number;
  /** Absent if the text belongs to no recognisable block. */
  readonly block?: Block;
  /** The closing brace is the block's last token, and nothing that follows can belong to it. */
  readonly closed: boolean;
  /** With spans relative to `start`. The same array as long as the slot's text is unchanged. */
  readonly problems: readonly SyntaxProblem[];
}

export interface FileTree {
  readonly slots: readonly BlockSlot[];
  readonly length: number;
}
