/** Problems with a design's names, types, units and structure, as data; the rules in diagnostics/ put them into words. */
import type { Origin } from './design';

export type SymbolKind = 'layer' | 'exit' | 'switch' | 'stage' | 'region' | 'network';

/** What a reference may refer to. A place is a region, `static` or `cpu`; a target is a network or a stage, a subject anything
 * that a figure can be of. */
export type Wanted = SymbolKind | 'place' | 'target' | 'subject';

export type SemanticProblem = { readonly origin: Origin } & (
  | {
      readonly kind: 'unknown-name';
      readonly name: string;
      readonly wanted: Wanted;
      readonly candidates: readonly string[];
    }
  | {
      readonly kind: 'ambiguous-name';
      readonly name: string;
      readonly wanted: Wanted;
      readonly owners: readonly string[];
    }
  | {
      readonly kind: 'duplicate-name';
      readonly name: string;
      readonly what: SymbolKind;
      readonly first: Origin;
    }
  | { readonly kind: 'duplicate-block'; readonly keyword: string; readonly first: Origin }
  | { readonly kind: 'duplicate-setting'; readonly keyword: string }
  | {
      readonly kind: 'unit';
      readonly raw: string;
      readonly found?: string;
      readonly expected: readonly string[];
      readonly replacement: string;
      /** Why the replacement's unit is meant, as a sentence. */
      readonly because?: string;
    }
  | { readonly kind: 'number'; readonly what: string; readonly raw: string; readonly reason: string }
  | {
      readonly kind: 'unknown-value';
      readonly keyword: string;
      readonly text: string;
      readonly allowed: readonly string[];
    }
  | {
      readonly kind: 'not-for-kind';
      readonly keyword: string;
      readonly layerKind: string;
      /** The whole setting, if the kind has the keyword but takes no such value of it. */
      readonly value?: string;
      readonly allowed: readonly string[];
    }
  | { readonly kind: 'import-missing'; readonly path: string; readonly reason: string }
  | { readonly kind: 'import-encoding'; readonly path: string; readonly reason: string }
  | { readonly kind: 'import-cycle'; readonly chain: readonly string[] }
  | { readonly kind: 'stage-empty'; readonly stage: string }
  | { readonly kind: 'stage-gap'; readonly stage: string; readonly missing: readonly string[] }
  | { readonly kind: 'stage-reversed'; readonly first: string; readonly last: string }
  | { readonly kind: 'stage-networks'; readonly stage: string; readonly networks: readonly string[] }
  | {
      readonly kind: 'layer-in-two-stages';
      readonly layer: string;
      readonly stage: string;
      readonly other: string;
    }
  | {
      readonly kind: 'layer-in-no-stage';
      readonly layers: readonly string[];
      readonly network: string;
      readonly before?: string;
      readonly after?: string;
    }
  | {
      readonly kind: 'exit-inside-stage';
      readonly exit: string;
      readonly layer: string;
      readonly stage: string;
      /** Where the stage's text can be split, and what to write there. */
      readonly fix?: { readonly origin: Origin; readonly replacement: string };
    }
  | { readonly kind: 'exit-position'; readonly exit: string; readonly layer: string; readonly reason: string }
  | { readonly kind: 'rates-above-one'; readonly total: number; readonly exits: readonly string[] }
  | { readonly kind: 'unused-region'; readonly region: string }
  | { readonly kind: 'unchosen-network'; readonly network: string; readonly others: readonly string[] }
  | { readonly kind: 'exit-without-rate'; readonly exit: string }
  | { readonly kind: 'exit-without-when'; readonly exit: string }
  | { readonly kind: 'criterion-and-layer'; readonly name: string }
  | {
      /** A published figure of what has none of the kind, or of nothing. */
      readonly kind: 'figure-subject';
      readonly figure: string;
      readonly name?: string;
      readonly is?: SymbolKind;
      readonly allowed: readonly SymbolKind[];
    }
  | { readonly kind: 'paper-incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'conflicting-settings'; readonly keywords: readonly [string, string] }
);

export type SemanticProblemKind = SemanticProblem['kind'];
export type ProblemOf<K extends SemanticProblemKind> = Extract<SemanticProblem, { kind: K }>;
