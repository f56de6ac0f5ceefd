/** Parses the figures of a `paper`. */
import { publishedInner, publishedSpec, statementWords, type PublishedFigure } from './vocabulary';
import { alternatives, report, reportExpected, reportUnknown, shown, spanOf, type Context } from './recovery';
import { reportRest, spanUpTo, type Clause } from './statements';
import { Compare, Name, type Token } from './tokens';
import type { Published, Word } from './tree';
import { peek, readName, readQuantity, readText, wordNode, type Operands } from './values';

/** `cycles of conv1 = 5120 within 2% because "…"`. Reports at most one problem. */
export function publishedOf(
  context: Context,
  { keyword, operands: tokens }: Clause,
  word: PublishedFigure,
): Published {
  const operands: Operands = { tokens, at: 0 };
  const before = context.problems.length;
  const quiet = (): boolean => context.problems.length === before;
  const read: { -readonly [K in keyof Published]?: Published[K] } = {};
  const figure: Word[] = [wordNode(context, keyword)];
  const { qualifiers = [], example = '' } = publishedSpec(word) ?? {};
  const qualifier = readQualifier(context, keyword, operands, qualifiers);
  if (qualifier) figure.push(qualifier);

  for (const link of ['of', 'to'] as const) {
    const linkWord = takeWord(operands, link);
    if (!linkWord) continue;
    const name = readName(context, operands);
    if (name) read[link] = name;
    else if (quiet()) reportExpected(context, linkWord, peek(operands), 'a name', example);
  }
  const sign = peek(operands);
  const last = operands.tokens[operands.at - 1] ?? keyword;
  if (sign?.tokenType !== Compare) {
    if (quiet()) reportExpected(context, last, sign, '`=` and the published value', example);
  } else {
    operands.at++;
    if (sign.image !== '=' && quiet())
      report(
        context,
        'unexpected',
        spanOf(context, sign),
        `A published figure is a value, not a limit: write \`=\` in place of ${shown(sign)}.`,
        { fix: { title: 'Change to `=`', replacement: '=' } },
      );
    const value = readQuantity(context, operands, takesUnit(word), publishedInner);
    // A limit is no value to compare with.
    if (value && sign.image === '=') read.value = value;
    else if (!value && quiet()) reportExpected(context, sign, peek(operands), 'a number', example);
  }
  const within = takeWord(operands, 'within');
  if (within) {
    const share = readQuantity(context, operands, true, publishedInner);
    if (share) read.within = share;
    else if (quiet()) reportExpected(context, within, peek(operands), 'a share in `%`', example);
  }
  const because = takeWord(operands, 'because');
  if (because) {
    const text = peek(operands)?.tokenType === Name ? undefined : readText(context, operands);
    if (text) read.because = text;
    else if (quiet()) reportExpected(context, because, peek(operands), 'a reason in quotes');
  }
  if (quiet())
    reportRest(context, operands, () => [...Object.keys(publishedInner), ...statementWords(context.block)]);
  return { kind: 'published', figure, ...read, span: spanUpTo(context, keyword, operands) };
}

/** A ratio, with `to`, is a share whatever the figure is. */
function takesUnit(word: PublishedFigure): boolean {
  return (publishedSpec(word)?.units.length ?? 0) > 0;
}

function takeWord(operands: Operands, word: string): Token | undefined {
  const token = peek(operands);
  if (token?.tokenType !== Name || token.image !== word) return undefined;
  operands.at++;
  return token;
}

function readQualifier(
  context: Context,
  keyword: Token,
  operands: Operands,
  qualifiers: readonly string[],
): Word | undefined {
  if (qualifiers.length === 0) return undefined;
  const token = peek(operands);
  if (token?.tokenType !== Name || Object.hasOwn(publishedInner, token.image)) {
    reportExpected(context, keyword, token, alternatives(qualifiers));
    return undefined;
  }
  operands.at++;
  if (qualifiers.includes(token.image)) return wordNode(context, token);
  reportUnknown(context, token, 'figure', qualifiers);
  return undefined;
}
