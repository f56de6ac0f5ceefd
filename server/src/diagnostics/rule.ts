import { perObject } from '../base/memo';
import type { Analysis, LayerFigures } from '../analysis/analysis';
import type { Origin } from '../semantics/design';
import type { ProblemOf, SemanticProblemKind } from '../semantics/problem';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A stretch of a file in absolute offsets: for what belongs to no block. */
export interface FileSpan {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

export type At = Origin | FileSpan;

export interface Edit {
  readonly at: At;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Finding {
  readonly at: At;
  /** What is wrong, the figure and the limit, and what would help. */
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** Likeliest first; as a function where they take a search, which waits until somebody asks for them. */
  readonly fixes?: readonly Fix[] | (() => readonly Fix[]);
  readonly related?: readonly { readonly at: At; readonly message: string }[];
  /** Shown faded: it has no effect. */
  readonly unnecessary?: boolean;
}

/** What a code means, for its page in the documentation and for `exeunt explain`. Texts are Markdown. */
export interface Explanation {
  /** As a heading: a few words, no full stop. */
  readonly title: string;
  /** What is wrong, and why it matters. */
  readonly means: string;
  /** A design that has it, several files behind `//- name`; none where text cannot show it, such as a wrong encoding. */
  readonly example?: string;
  /** What to do. */
  readonly way: string;
}

/** A code with its meaning. */
export interface Explained {
  readonly code: string;
  readonly severity: Severity;
  readonly explanation: Explanation;
}

/** One thing that can be wrong with a design: its stable code, its words and its way out. */
export interface Rule extends Explained {
  /** `elsewhere` are the errors that earlier rules found in imported files. */
  check(analysis: Analysis, elsewhere: readonly FileSpan[]): Iterable<Finding>;
}

/** A rule that puts one kind of semantic problem into words. */
export function problemRule<K extends SemanticProblemKind>(
  code: string,
  severity: Severity,
  kind: K,
  explanation: Explanation,
  word: (problem: ProblemOf<K>, analysis: Analysis) => Omit<Finding, 'at'>,
): Rule {
  return {
    code,
    severity,
    explanation,
    *check(analysis) {
      for (const problem of analysis.problems) {
        if (problem.kind !== kind) continue;
        yield { at: problem.origin, ...word(problem as ProblemOf<K>, analysis) };
      }
    },
  };
}

/** A rule about one layer by itself: what it finds is kept with the layer's figures, which most edits leave alone. */
export function layerRule(
  code: string,
  severity: Severity,
  explanation: Explanation,
  check: (layer: LayerFigures) => readonly Finding[],
): Rule {
  const findings = perObject(check);
  return {
    code,
    severity,
    explanation,
    *check({ lists }) {
      for (const { layers } of lists) {
        for (const layer of layers) {
          const found = findings(layer);
          if (found.length > 0) yield* found;
        }
      }
    },
  };
}
