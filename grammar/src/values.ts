/** Parses single values from the operands of a keyword. */
import type { Dims, Name as NameNode, Quantity, SiteRange, Text, Value, Word } from './tree';
import { report, reportUnclosedString, spanOf, type Context } from './recovery';
import { Junk, Name, Numeral, Quoted, Site, Size, UnitSign, type Token } from './tokens';
import { unitWords, type ValueForm } from './vocabulary';

/** A position in the operands of one keyword. */
export interface Operands {
  readonly tokens: readonly Token[];
  at: number;
}

const sitePattern = /^[A-Z][A-Z0-9_]*_X\d+Y\d+(?::(?:[A-Z][A-Z0-9_]*_)?X\d+Y\d+)?$/;
/** Longer than any pair of sites; keeps the pattern from backtracking through text that is certainly not one. */
const longestSite = 100;

/** `SLICE_X0Y50`, `SLICE_X0Y50:SLICE_X31Y99`, `DSP48_X3Y20:X4Y39`, `CLOCKREGION_X0Y0:CLOCKREGION_X0Y1`. */
export function isSite(text: string): boolean {
  return text.length <= longestSite && sitePattern.test(text);
}

export const peek = (operands: Operands): Token | undefined => operands.tokens[operands.at];

/** Reads one value of the form; undefined if the next operand is not one. `inner` words are never units. */
export function readForm(
  context: Context,
  operands: Operands,
  form: ValueForm,
  inner: Readonly<Record<string, unknown>> = {},
): Value | undefined {
  const token = peek(operands);
  if (!token) return undefined;
  switch (form.form) {
    case 'number':
      return token.tokenType === Numeral
        ? readQuantity(context, operands, form.units.length > 0, inner)
        : undefined;
    case 'size':
      if (token.tokenType !== Numeral) return readDims(context, operands);
      return readTornSize(context, operands) ?? readQuantity(context, operands, false, inner);
    case 'word':
      return token.tokenType === Name && form.words.includes(token.image)
        ? readWord(context, operands)
        : undefined;
    case 'name':
      return readName(context, operands);
    case 'text':
      return readText(context, operands);
    case 'site':
      return readSite(context, operands);
  }
}

export function readName(context: Context, operands: Operands): NameNode | undefined {
  const token = peek(operands);
  if (token?.tokenType === Name) {
    operands.at++;
    return { kind: 'name', text: own(token.image), quoted: false, span: spanOf(context, token) };
  }
  if (token?.tokenType === Numeral) return readMisnamed(context, operands, token);
  if (token?.tokenType !== Quoted) return undefined;
  operands.at++;
  if (token.unclosed) reportUnclosedString(context, token);
  return { kind: 'name', text: unquoted(token), quoted: true, span: spanOf(context, token) };
}

/** Reads `2nd` as a name and reports that it needs quotes. */
function readMisnamed(context: Context, operands: Operands, number: Token): NameNode | undefined {
  const rest = operands.tokens[operands.at + 1];
  if (rest?.tokenType !== Name || rest.startOffset !== number.end) return undefined;
  operands.at += 2;
  const text = number.image + rest.image;
  const span = spanOf(context, number, rest);
  const replacement = `"${text}"`;
  report(context, 'unexpected', span, `A name that starts with a digit needs quotes: \`${replacement}\`.`, {
    fix: { title: 'Put the name in quotes', replacement },
  });
  return { kind: 'name', text, quoted: false, span };
}

export function readText(context: Context, operands: Operands): Text | undefined {
  const name = readName(context, operands);
  return name && { kind: 'text', value: name.text, span: name.span };
}

function readWord(context: Context, operands: Operands): Word | undefined {
  const token = peek(operands);
  if (!token) return undefined;
  operands.at++;
  return wordNode(context, token);
}

export function wordNode(context: Context, token: Token): Word {
  return { kind: 'word', text: own(token.image), span: spanOf(context, token) };
}

export function readDims(context: Context, operands: Operands): Dims | undefined {
  const token = peek(operands);
  if (token?.tokenType !== Size) return undefined;
  operands.at++;
  return { kind: 'dims', values: token.image.split('x').map(Number), span: spanOf(context, token) };
}

/** The shape after a layer's name: `3x32x32`, or one number for a vector. */
export function readShape(context: Context, operands: Operands): Dims | undefined {
  const token = peek(operands);
  if (token?.tokenType !== Numeral) return readDims(context, operands);
  operands.at++;
  return { kind: 'dims', values: [Number(token.image)], span: spanOf(context, token) };
}

/** Reads `3 x 3`, `5X5` or `5*5` as a size and reports the spelling. */
function readTornSize(context: Context, operands: Operands): Dims | undefined {
  const [first, times, last] = operands.tokens.slice(operands.at, operands.at + 3);
  if (!first || !times) return undefined;
  const joined = /^[xX](\d+)$/.exec(times.image)?.[1];
  const apart = /^[xX×*]$/.test(times.image) && last?.tokenType === Numeral ? last : undefined;
  const second = joined ?? apart?.image;
  if (second === undefined) return undefined;
  operands.at += apart ? 3 : 2;
  const replacement = `${first.image}x${second}`;
  const span = spanOf(context, first, apart ?? times);
  report(context, 'unexpected', span, `A size is written as \`${replacement}\`.`, {
    fix: { title: `Change to \`${replacement}\``, replacement },
  });
  return { kind: 'dims', values: [Number(first.image), Number(second)], span };
}

/**
 * A number and its unit. A word that touches the number is always taken as its unit, as is any word after it if a unit is
 * required: a wrong unit is reported later, when the meaning and so the right units are known.
 */
export function readQuantity(
  context: Context,
  operands: Operands,
  wantsUnit: boolean,
  inner: Readonly<Record<string, unknown>> = {},
): Quantity | undefined {
  const number = peek(operands);
  if (number?.tokenType !== Numeral) return undefined;
  operands.at++;
  const first = peek(operands);
  const touches = first?.startOffset === number.end;
  const isUnit =
    first?.tokenType === UnitSign ||
    (first?.tokenType === Name &&
      (touches ||
        unitWords.has(withMicroSign(first.image)) ||
        (wantsUnit && !first.lineStart && !Object.hasOwn(inner, first.image))));
  const value = Number(number.image);
  const raw = own(number.image);
  if (!first || !isUnit) return { kind: 'quantity', value, raw, span: spanOf(context, number) };
  operands.at++;
  const second = peek(operands);
  // `MB/s`
  const perSecond =
    first.tokenType === Name && second?.tokenType === UnitSign && second.image.startsWith('/');
  if (perSecond) operands.at++;
  const last = perSecond ? second : first;
  const text = withMicroSign(perSecond ? first.image + second.image : first.image);
  return {
    kind: 'quantity',
    value,
    raw,
    unit: { kind: 'word', text: own(text), span: spanOf(context, first, last) },
    span: spanOf(context, number, last),
  };
}

/** Some keyboards produce a Greek mu, others the micro sign. */
const withMicroSign = (unit: string): string => unit.replace('\u03bc', '\u00b5');

/** Braces around ranges, as in constraint files, say nothing. Inside a block they are no tokens of their own. */
export function skipBraces(operands: Operands): void {
  for (
    let token = peek(operands);
    token?.tokenType === Junk && /^[{}]$/.test(token.image);
    token = peek(operands)
  )
    operands.at++;
}

function readSite(context: Context, operands: Operands): SiteRange | undefined {
  const token = peek(operands);
  if (!token || (token.tokenType !== Site && token.tokenType !== Name)) return undefined;
  if (!isSite(token.image)) return undefined;
  operands.at++;
  return { kind: 'range', text: own(token.image), span: spanOf(context, token) };
}

function unquoted(token: Token): string {
  const inside = token.image.slice(1, token.unclosed ? undefined : -1);
  return own(inside.includes('\\') ? inside.replace(/\\(["\\])/g, '$1') : inside);
}

/** V8 keeps the whole file in memory for a slice longer than this, and trees outlive many versions of the file. */
const longestCopiedSlice = 12;

const own = (slice: string): string => (slice.length > longestCopiedSlice ? ` ${slice}`.slice(1) : slice);
