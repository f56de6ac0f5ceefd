/** Types shared by all rules. */
import { perItem } from '../base/memo';
import type { Analysis, LayerFigures } from '../analysis/analysis';
import type { Origin } from '../semantics/design';
import type { ProblemOf, SemanticProblemKind } from '../semantics/problem';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A range of a file in absolute offsets, for things outside of blocks. */
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
  /** The problem, the figure and the limit, and what would help. */
  readonly message: string;
  /** If it differs from the rule's. */
  readonly severity?: Severity;
  /** Likeliest first; a function if they need a search, which then runs on request. */
  readonly fixes?: readonly Fix[] | (() => readonly Fix[]);
  readonly related?: readonly { readonly at: At; readonly message: string }[];
  /** Has no effect, so it is shown faded. */
  readonly unnecessary?: boolean;
}

/** A code's explanation, for its page in the documentation and for `exeunt explain`. Texts are Markdown. */
export interface Explanation {
  /** Heading: a few words, no full stop. */
  readonly title: string;
  /** The problem, and why it matters. */
  readonly means: string;
  /** A design with the problem, with files separated by `//- name`; absent if text cannot show it, such as a wrong encoding. */
  readonly example?: string;
  /** What to do. */
  readonly way: string;
}

/** A code with its explanation. */
export interface Explained {
  readonly code: string;
  readonly severity: Severity;
  readonly explanation: Explanation;
}

/** One kind of problem: its stable code, its message and its fixes. */
export interface Rule extends Explained {
  /** @param elsewhere errors that earlier rules found in imported files */
  check(analysis: Analysis, elsewhere: readonly FileSpan[]): Iterable<Finding>;
}

/** A rule that words one kind of semantic problem. */
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

/** A rule about single layers: findings are memoised by the layer's figures, which most edits leave unchanged. */
export function layerRule(
  code: string,
  severity: Severity,
  explanation: Explanation,
  check: (layer: LayerFigures) => readonly Finding[],
): Rule {
  const findingsOf = perItem(check);
  return {
    code,
    severity,
    explanation,
    *check({ lists }) {
      for (const { layers } of lists) {
        for (const found of findingsOf(layers)) if (found.length > 0) yield* found;
      }
    },
  };
}
