/** Reports syntax errors, with suggestions and fixes. */
import { otherNames, type BlockKind, type ValueForm } from './vocabulary';
import type { Span, SyntaxErrorKind, SyntaxProblem } from './tree';
import { Junk, OpenComment, type Token } from './tokens';

/** Context shared by all statements of a block while parsing. */
export interface Context {
  /** Absolute offset to which spans are relative. */
  readonly base: number;
  readonly block: BlockKind;
  readonly problems: SyntaxProblem[];
}

export function spanOf(context: Context, first: Token, last: Token = first): Span {
  return { start: first.startOffset - context.base, end: last.end - context.base };
}

/** The empty span right after a token, where something is missing. */
export function spanAfter(context: Context, token: Token): Span {
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

/** Reports that `what` must follow `after`; `found` is there instead, if anything. */
export function reportExpected(
  context: Context,
  after: Token,
  found: Token | undefined,
  what: string,
  example?: string,
): void {
  const such = example === undefined ? '' : `, such as \`${example}\``;
  const message = `Expected ${what} after ${shown(after)}${such}.`;
  if (found) reportUnexpected(context, found, message);
  else report(context, 'missing', spanAfter(context, after), message);
}

/** Reports a word that is not one of `words`, and suggests the nearest of them. */
export function reportUnknown(
  context: Context,
  token: Token,
  what: string,
  words: readonly string[],
  place = '',
): void {
  const near = meant(token.image, words);
  const best = near[0];
  const hint = best === undefined ? listed(words) : `Did you mean ${alternatives(near)}?`;
  const message = `Unknown ${what} ${shown(token)}${place}. ${hint}`.trimEnd();
  report(context, 'unknown-word', spanOf(context, token), message, {
    ...(best !== undefined && {
      suggestions: near,
      fix: { title: `Change to \`${best}\``, replacement: best },
    }),
  });
}

/** Reports a token that has no meaning where it is. `help` says what would have. */
export function reportUnexpected(context: Context, token: Token, help: string): void {
  if (token.tokenType === OpenComment || token.mute) return; // reported elsewhere
  const span = spanOf(context, token);
  if (token.tokenType !== Junk) {
    report(context, 'unexpected', span, `Unexpected ${shown(token)}. ${help}`.trimEnd());
  } else if (token.image === '{') {
    report(context, 'unexpected', span, '`{` has no meaning here: only blocks have braces.');
  } else {
    const characters = token.end - token.startOffset > 2 ? 'These characters mean' : `${shown(token)} means`;
    report(context, 'lexical', span, `${characters} nothing here. ${help}`.trimEnd());
  }
}

export function reportUnclosedString(context: Context, token: Token): void {
  report(context, 'lexical', spanOf(context, token), 'This string has no closing quote on its line.', {
    fix: { title: 'Add the closing quote', replacement: `${token.image}"` },
  });
}

/** The token in backticks, shortened if long. */
export function shown(token: Token): string {
  const text = token.image.length > 40 ? `${token.image.slice(0, 40)}…` : token.image;
  return `\`${text}\``;
}

/** Longer lists are left to completion. */
const longestList = 12;

/** `a`, `b` or `c` */
export function alternatives(words: readonly string[]): string {
  const quoted = words.map((w) => `\`${w}\``);
  const last = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
}

export function listed(words: readonly string[]): string {
  return words.length === 0 || words.length > longestList ? '' : `Expected ${alternatives(words)}.`;
}

/** The values of a setting as text, with the words that may replace them. */
export function describe(forms: readonly ValueForm[], words: readonly string[] = []): string {
  const parts = forms.filter((f) => f.form !== 'word' || f.words.length > longestList).map(describeForm);
  const enumerated = forms.flatMap((f) =>
    f.form === 'word' && f.words.length <= longestList ? f.words : [],
  );
  const all = [...enumerated, ...words];
  return [...parts, ...(all.length > 0 ? [alternatives(all)] : [])].join(' or ');
}

function describeForm(form: ValueForm): string {
  switch (form.form) {
    case 'number':
      return form.units.length > 0 ? `a number with its unit (${alternatives(form.units)})` : 'a number';
    case 'size':
      return 'a size';
    case 'word':
      return 'a type';
    case 'name':
      return form.refers === 'place' ? "`static`, `cpu` or a region's name" : `a ${form.refers}'s name`;
    case 'text':
      return 'a string';
    case 'site':
      return 'a range of sites';
  }
}

/** The words that `word` may stand for: those that other tools call so, else the nearest. */
export function meant(word: string, words: readonly string[]): readonly string[] {
  const lower = word.toLowerCase();
  const ours = Object.hasOwn(otherNames, lower)
    ? otherNames[lower]?.filter((w) => words.includes(w))
    : undefined;
  return ours?.length ? ours : nearest(word, words);
}

/** The words nearest to `word` by edit distance: at most three, and none that is too different. */
export function nearest(word: string, words: readonly string[]): readonly string[] {
  // A third of the letters may be wrong; very long words are not treated as misspelt.
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

/** Damerau–Levenshtein distance (optimal string alignment); any number above `limit` if the distance exceeds it. */
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
