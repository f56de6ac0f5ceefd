/** What is said about a mistake, and what would mend it. */
import type { BlockKind } from './vocabulary';
import type { Span, SyntaxErrorKind, SyntaxProblem } from './tree';
import { Junk, Name, OpenComment, Quoted, RBrace, type Token } from './tokens';

/** What the statements of one block share while they are read. */
export interface Context {
  /** Absolute offset that spans are counted from. */
  readonly base: number;
  readonly block: BlockKind;
  readonly problems: SyntaxProblem[];
}

export function spanOf(context: Context, first: Token, last: Token = first): Span {
  return { start: first.startOffset - context.base, end: last.end - context.base };
}

/** The empty span right behind a token: where something is missing. */
export function behind(context: Context, token: Token): Span {
  const end = token.end - context.base;
  return { start: end, end };
}

export function report(
  context: Context,
  kind: SyntaxErrorKind,
  span: Span,
  message: string,
  more: Pick<SyntaxProblem, 'suggestions' | 'fix'> = {},
): void {
  context.problems.push({ kind, message, span, ...more });
}

/** Something the grammar asks for is not there. */
export function reportMissing(context: Context, after: Token, what: string): void {
  report(context, 'missing', behind(context, after), `Expected ${what} after ${shown(after)}.`);
}

/** A word that none of `words` is; the nearest of them are offered. */
export function reportUnknown(context: Context, token: Token, what: string, words: readonly string[]): void {
  const near = nearest(token.image, words);
  const best = near[0];
  const hint =
    best === undefined ? listed(words) : `Did you mean ${near.map((w) => `\`${w}\``).join(' or ')}?`;
  report(
    context,
    'unknown-word',
    spanOf(context, token),
    `Unknown ${what} ${shown(token)}. ${hint}`.trimEnd(),
    {
      ...(best === undefined
        ? {}
        : { suggestions: near, fix: { title: `Change to \`${best}\``, replacement: best } }),
    },
  );
}

/** A token that has no meaning where it stands. `expected` says what would have. */
export function reportUnexpected(context: Context, token: Token, expected: string): void {
  if (token.tokenType === OpenComment) return; // has a problem of its own
  if (token.tokenType === Junk) {
    const characters = token.end - token.startOffset > 1 ? 'These characters mean' : `${shown(token)} means`;
    report(
      context,
      'lexical',
      spanOf(context, token),
      `${characters} nothing here. ${capitalised(expected)}`.trimEnd(),
    );
    return;
  }
  report(
    context,
    'unexpected',
    spanOf(context, token),
    `Unexpected ${shown(token)}. ${capitalised(expected)}`.trimEnd(),
  );
}

export function reportUnclosedString(context: Context, token: Token): void {
  report(context, 'lexical', spanOf(context, token), 'This string has no closing quote on its line.', {
    fix: { title: 'Add the closing quote', replacement: `${token.image}"` },
  });
}

export function shown(token: Token): string {
  if (token.tokenType === Quoted && token.image.length > 40) return 'the string';
  if (token.tokenType === RBrace || token.tokenType === Name) return `\`${token.image}\``;
  // Quoted from the file: no longer than a reader takes in.
  const text = token.image.length > 40 ? `${token.image.slice(0, 40)}…` : token.image;
  return `\`${text}\``;
}

/** The words nearest to `word` by edit distance, at most three, none that shares too little with it. */
export function nearest(word: string, words: readonly string[]): readonly string[] {
  // A third of the letters may be wrong; longer words than these are no misspelling.
  const limit = Math.max(1, Math.ceil(word.length / 3));
  if (word.length > 24) return [];
  const lower = word.toLowerCase();
  return [...new Set(words)]
    .map((candidate) => ({ candidate, distance: editDistance(lower, candidate.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Damerau–Levenshtein distance (optimal string alignment); above `limit` any larger number. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? i) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

export function listed(words: readonly string[]): string {
  if (words.length === 0 || words.length > 12) return '';
  const quoted = words.map((w) => `\`${w}\``);
  return quoted.length === 1 ? `Expected ${quoted[0]}.` : `Expected one of ${quoted.join(', ')}.`;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
