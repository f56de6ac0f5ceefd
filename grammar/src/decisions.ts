/** Parses statements with a grammar of their own: criteria, cases, limits, and the layers of a stage. */
import {
  comparisons,
  confidenceWord,
  criteria,
  criterionSpecs,
  metricSpec,
  type MetricSpec,
  positionCriteria,
  statementWords,
} from './vocabulary';
import {
  alternatives,
  listed,
  report,
  reportExpected,
  reportUnexpected,
  reportUnknown,
  shown,
  spanOf,
  type Context,
} from './recovery';
import { reportRest, spanUpTo, type Clause } from './statements';
import { Arrow, Comma, Compare, DotDot, Name, type Token } from './tokens';
import type { Case, Layer, LayerRange, Limit, Quantity, When, Word } from './tree';
import { peek, readName, readQuantity, wordNode, type Operands } from './values';

/** `when softmax >= 0.95`; a word that is no criterion is a layer's name. */
export function whenOf(context: Context, { keyword, operands: tokens }: Clause): When {
  const operands: Operands = { tokens, at: 0 };
  const before = context.problems.length;
  const measure = readMeasure(context, keyword, operands);
  const compared = readComparison(context, keyword, operands, before);
  if (context.problems.length === before) reportRest(context, operands, () => statementWords(context.block));
  return {
    kind: 'when',
    keyword: wordNode(context, keyword),
    ...measure,
    ...(compared.comparison && { comparison: compared.comparison }),
    ...(compared.value && { threshold: compared.value }),
    span: spanUpTo(context, keyword, operands),
  };
}

function readMeasure(
  context: Context,
  keyword: Token,
  operands: Operands,
): Pick<When, 'criterion' | 'qualifier' | 'layer'> {
  const token = peek(operands);
  const known =
    token?.tokenType === Name ? [...criteria, ...positionCriteria].find((c) => c === token.image) : undefined;
  if (token === undefined || known === undefined) {
    const layer = token?.tokenType === Compare ? undefined : readName(context, operands);
    if (layer) return { layer };
    reportExpected(context, keyword, token, alternatives([...criteria]));
    return {};
  }
  operands.at++;
  const criterion = wordNode(context, token);
  if (criterionSpecs[known].overPositions !== true) return { criterion };
  const next = peek(operands);
  if (next?.tokenType !== Name || next.image !== confidenceWord) {
    reportExpected(context, token, next, `\`${confidenceWord}\``, `when ${known} ${confidenceWord} >= 0.9`);
    return { criterion };
  }
  operands.at++;
  return { criterion, qualifier: wordNode(context, next) };
}

/**
 * A word that names no layer of its block is a misspelt criterion, which is reported and left out.
 *
 * @param word the token behind `when`
 */
export function settledWhen(context: Context, when: When, word: Token, layers: readonly Layer[]): When {
  const { keyword, layer, comparison, threshold, span } = when;
  if (layer === undefined || layer.quoted || layers.some((l) => l.name?.text === layer.text)) return when;
  const names = layers.flatMap((l) => l.name?.text ?? []);
  // Without a comparison there is one problem already, and the word may not be whole yet.
  if (comparison) reportUnknown(context, word, 'criterion', [...criteria, ...names]);
  return {
    kind: 'when',
    keyword,
    ...(comparison && { comparison }),
    ...(threshold && { threshold }),
    span,
  };
}

/** `latency worst <= 20 ms` */
export function limitOf(context: Context, { keyword, operands: tokens }: Clause): Limit | undefined {
  const spec = metricSpec(keyword.image);
  if (!spec) {
    reportUnknown(context, keyword, 'metric', statementWords(context.block));
    return undefined;
  }
  const operands: Operands = { tokens, at: 0 };
  const before = context.problems.length;
  const metric = [wordNode(context, keyword)];
  const qualifier = readQualifier(context, keyword, operands, spec);
  if (qualifier) metric.push(qualifier);
  const of = spec.of && readOf(context, keyword, operands, spec);
  const compared = readComparison(context, keyword, operands, before);
  if (context.problems.length === before) reportRest(context, operands, () => statementWords(context.block));
  return {
    kind: 'limit',
    metric,
    ...(of && { of }),
    ...(compared.comparison && { comparison: compared.comparison }),
    ...(compared.value && { value: compared.value }),
    span: spanUpTo(context, keyword, operands),
  };
}

/** The quantity before the comparison. */
function readOf(
  context: Context,
  keyword: Token,
  operands: Operands,
  spec: MetricSpec,
): Quantity | undefined {
  const value = readQuantity(context, operands, true);
  const units = spec.of ?? [];
  if (value === undefined)
    reportExpected(context, keyword, peek(operands), `a number with ${alternatives(units)}`, spec.example);
  return value;
}

function readQualifier(
  context: Context,
  keyword: Token,
  operands: Operands,
  spec: MetricSpec,
): Word | undefined {
  if (spec.qualifiers.length === 0) {
    const found = peek(operands);
    if (found?.tokenType !== Name) return undefined;
    operands.at++;
    reportUnexpected(context, found, `${shown(keyword)} takes no qualifier: \`${spec.example}\`.`);
    return undefined;
  }
  return readOneOf(context, keyword, operands, 'figure', spec.qualifiers);
}

/** Reads one of some words. Skips any other word, so that what follows is still read. */
function readOneOf(
  context: Context,
  keyword: Token,
  operands: Operands,
  what: string,
  words: readonly string[],
): Word | undefined {
  const token = peek(operands);
  if (token?.tokenType !== Name) {
    reportExpected(context, keyword, token, alternatives(words));
    return undefined;
  }
  operands.at++;
  if (words.includes(token.image)) return wordNode(context, token);
  reportUnknown(context, token, what, words);
  return undefined;
}

interface Comparison {
  readonly comparison?: Word;
  readonly value?: Quantity;
}

/** Reports at most one problem, and none if the statement already has one. */
function readComparison(context: Context, keyword: Token, operands: Operands, before: number): Comparison {
  const quiet = context.problems.length > before;
  const token = peek(operands);
  const last = operands.tokens[operands.at - 1] ?? keyword;
  if (token?.tokenType !== Compare) {
    if (quiet) return {};
    reportExpected(context, last, token, '`>=` or `<=` and a number');
    return {};
  }
  operands.at++;
  const known = comparisons.includes(token.image);
  if (!known && !quiet) {
    const replacement = /^[<≤]/.test(token.image) ? '<=' : '>=';
    report(
      context,
      'unexpected',
      spanOf(context, token),
      `${shown(token)} is not a comparison here. ${listed(comparisons)}`,
      {
        suggestions: comparisons,
        fix: { title: `Change to \`${replacement}\``, replacement },
      },
    );
  }
  const value = readQuantity(context, operands, true);
  if (!value && !quiet && known) {
    reportExpected(context, token, peek(operands), 'a number');
  }
  return { ...(known && { comparison: wordNode(context, token) }), ...(value && { value }) };
}

/** `case easy rate 70% -> shallow` */
export function caseOf(context: Context, { keyword, operands: tokens }: Clause): Case {
  const operands: Operands = { tokens, at: 0 };
  const before = context.problems.length;
  const silent = (): boolean => context.problems.length > before;
  const startsRate = peek(operands)?.image === 'rate' && tokens[operands.at + 1]?.tokenType !== Name;
  const name = startsRate ? undefined : readName(context, operands);
  if (!name && !silent()) {
    reportExpected(context, keyword, startsRate ? undefined : peek(operands), 'a name', example);
  }
  const rateWord = peek(operands);
  let rate: Quantity | undefined;
  if (rateWord?.tokenType === Name && rateWord.image === 'rate') {
    operands.at++;
    rate = readQuantity(context, operands, true);
    if (!rate && !silent()) {
      reportExpected(context, rateWord, peek(operands), 'a share in `%`', example);
    }
  }
  const arrow = peek(operands);
  let target;
  if (arrow?.tokenType === Arrow) {
    operands.at++;
    target = readName(context, operands);
    if (!target && !silent()) {
      reportExpected(context, arrow, peek(operands), 'the network or stage to run');
    }
    if (!silent()) reportRest(context, operands, () => statementWords(context.block));
  } else if (!silent()) {
    const last = operands.tokens[operands.at - 1] ?? keyword;
    if (arrow?.tokenType === Name) reportUnknown(context, arrow, 'word', ['rate']);
    else reportExpected(context, last, arrow, '`->` and the network or stage to run', example);
  }
  return {
    kind: 'case',
    keyword: wordNode(context, keyword),
    ...(name && { name }),
    ...(rate && { rate }),
    ...(target && { target }),
    span: spanUpTo(context, keyword, operands),
  };
}

const example = 'case easy rate 70% -> shallow';

/** `conv1 .. pool1`, or single layers, with or without commas. */
export function layerRangesOf(context: Context, tokens: readonly Token[]): LayerRange[] {
  const operands: Operands = { tokens, at: 0 };
  const ranges: LayerRange[] = [];
  let reported = false;
  for (let token = peek(operands); token; token = peek(operands)) {
    const first = readName(context, operands);
    if (!first) {
      operands.at++;
      const separates = token.tokenType === Comma && ranges.length > 0;
      if (!separates && !reported) {
        reportUnexpected(context, token, "Expected layers' names, such as `conv1 .. pool1`.");
        reported = true;
      }
      continue;
    }
    const dots = peek(operands);
    if (dots?.tokenType !== DotDot) {
      ranges.push({ kind: 'layers', first, span: first.span });
      continue;
    }
    operands.at++;
    const last = readName(context, operands);
    if (!last) {
      if (!reported) reportExpected(context, dots, peek(operands), 'the last layer of the range');
      reported = true;
    }
    const end = last?.span.end ?? dots.end - context.base;
    ranges.push({ kind: 'layers', first, ...(last && { last }), span: { start: first.span.start, end } });
  }
  return ranges;
}
