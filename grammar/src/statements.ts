/** Parses settings and layers: keywords with operands as the vocabulary defines them. */
import {
  attributesOf,
  layerSpec,
  numberTypes,
  settingsOf,
  settingSpec,
  type SettingSpec,
  statementWords,
  type ValueForm,
} from './vocabulary';
import {
  alternatives,
  describe,
  meant,
  nearest,
  report,
  reportExpected,
  reportUnexpected,
  reportUnknown,
  shown,
  spanOf,
  type Context,
} from './recovery';
import { Comma, Name, Site, type Token } from './tokens';
import type { Layer, Name as NameNode, Setting, Value } from './tree';
import { peek, readForm, readName, readShape, skipBraces, wordNode, type Operands } from './values';

/** A keyword and everything up to the next one. */
export interface Clause {
  readonly keyword: Token;
  readonly operands: readonly Token[];
}

/** Reads a setting; reports a word that is not one. */
export function settingOf(context: Context, clause: Clause, layerKind?: string): Setting | undefined {
  const { keyword } = clause;
  const spec = settingSpec(context.block, keyword.image);
  if (!spec) {
    reportUnknown(context, keyword, 'setting', statementWords(context.block));
    return undefined;
  }
  const before = context.problems.length;
  const operands: Operands = { tokens: clause.operands, at: 0 };
  const values = readValues(context, keyword, operands, spec);
  if (context.problems.length === before && peek(operands)) {
    const words = [...Object.keys(spec.inner ?? {}), ...statementWordsWithin(context, layerKind)];
    reportRest(context, operands, () => words);
  }
  return {
    kind: 'setting',
    keyword: wordNode(context, keyword),
    values,
    span: spanUpTo(context, keyword, operands),
  };
}

/** Reports an attribute without a layer before it. */
export function reportOrphan(context: Context, clause: Clause): void {
  report(
    context,
    'unexpected',
    spanOf(context, clause.keyword),
    `${shown(clause.keyword)} is an attribute of a layer: write it after one, such as \`conv kernel 3x3\`.`,
  );
}

/** A layer is kept even if its kind is unknown: its name may be referred to. */
export function layerOf(context: Context, head: Clause, clauses: readonly Clause[]): Layer | undefined {
  const { keyword } = head;
  const before = context.problems.length;
  const known = layerSpec(keyword.image) !== undefined;
  if (!known) {
    const words = statementWords(context.block);
    reportUnknown(context, keyword, 'layer or setting', words);
    const [kind] = meant(keyword.image, words);
    if (clauses.length === 0 && (kind === undefined || !layerSpec(kind))) return undefined;
  }
  const operands: Operands = { tokens: head.operands, at: 0 };
  const name = readName(context, operands);
  const shape = readShape(context, operands);
  if (context.problems.length === before) {
    if (keyword.image === 'input' && !shape) {
      const last = operands.tokens[operands.at - 1] ?? keyword;
      const shapeText = 'the shape of the input (channels x height x width)';
      reportExpected(context, last, peek(operands), shapeText, 'input image 3x32x32');
    } else reportRest(context, operands, () => statementWordsWithin(context, keyword.image));
  }
  let { end } = spanUpTo(context, keyword, operands);
  const settings: Setting[] = [];
  const from: NameNode[] = [];
  for (const clause of clauses) {
    const setting = settingOf(context, clause, keyword.image);
    if (!setting) continue;
    end = setting.span.end;
    if (clause.keyword.image !== 'from') settings.push(setting);
    else for (const value of setting.values) if (value.kind === 'name') from.push(value);
  }
  return {
    kind: 'layer',
    layerKind: wordNode(context, keyword),
    ...(name && { name }),
    ...(shape && { shape }),
    from,
    settings,
    span: { start: keyword.startOffset - context.base, end },
  };
}

function readValues(context: Context, keyword: Token, operands: Operands, spec: SettingSpec): Value[] {
  const values: Value[] = [];
  const inner = spec.inner ?? {};
  const isInner = (token: Token | undefined): token is Token =>
    token?.tokenType === Name && Object.hasOwn(inner, token.image);

  if (!isInner(peek(operands))) {
    const first = readFirst(context, keyword, operands, spec);
    if (!first) return values;
    values.push(first);
    if (spec.repeated) readMore(context, operands, first, spec.values, values);
  }
  for (let word = peek(operands); isInner(word); word = peek(operands)) {
    const form = inner[word.image];
    operands.at++;
    values.push(wordNode(context, word));
    const value = form && readForm(context, operands, form, inner);
    if (value) values.push(value);
    else {
      if (form) {
        const example = spec.example.includes(` ${word.image} `) ? spec.example : undefined;
        reportExpected(context, word, peek(operands), describe([form]), example);
      }
      break;
    }
  }
  return values;
}

function readFirst(
  context: Context,
  keyword: Token,
  operands: Operands,
  spec: SettingSpec,
): Value | undefined {
  if (spec.values.some((form) => form.form === 'site')) skipBraces(operands);
  for (const form of spec.values) {
    const value = readForm(context, operands, form, spec.inner);
    if (value) return value;
  }
  const found = peek(operands);
  const inner = Object.keys(spec.inner ?? {});
  const words = [...spec.values.flatMap((form) => (form.form === 'word' ? form.words : [])), ...inner];
  const wantsSite = spec.values.some((form) => form.form === 'site');
  if (found && wantsSite && (found.tokenType === Site || nearest(found.image, words).length === 0)) {
    reportSite(context, found);
  } else if (found?.tokenType === Name && words.length > 0) {
    reportUnknown(context, found, 'word', words, ` after ${shown(keyword)}`);
  } else reportExpected(context, keyword, found, describe(spec.values, inner), spec.example);
  return undefined;
}

/** Reads the rest of a list such as `from a, b`. Ranges of sites need no commas. */
function readMore(
  context: Context,
  operands: Operands,
  first: Value,
  forms: readonly ValueForm[],
  values: Value[],
): void {
  const form = forms.find((f) => (f.form === 'site' ? first.kind === 'range' : f.form === first.kind));
  if (!form || first.kind === 'word') return;
  for (let token = peek(operands); token; token = peek(operands)) {
    const comma = token.tokenType === Comma ? token : undefined;
    if (comma) operands.at++;
    if (form.form === 'site') {
      skipBraces(operands);
      if (!peek(operands)) return;
    }
    const value = readForm(context, operands, form);
    if (value) values.push(value);
    else {
      const next = peek(operands);
      if (form.form === 'site' && next) reportSite(context, next);
      else if (comma) reportExpected(context, comma, next, describe([form]));
      return;
    }
  }
}

function reportSite(context: Context, token: Token): void {
  const upper = token.image.toUpperCase();
  const isFixed = upper !== token.image && /_X\d+Y\d+/.test(upper);
  const help = 'Expected a range of sites such as `SLICE_X0Y50:SLICE_X31Y99`, or `auto`.';
  if (isFixed) {
    report(context, 'unexpected', spanOf(context, token), `Sites are written in capitals: \`${upper}\`.`, {
      fix: { title: `Change to \`${upper}\``, replacement: upper },
    });
  } else reportUnexpected(context, token, help);
}

/** Reports the rest of a statement: one error for each line that starts with a word, otherwise one in all. */
export function reportRest(context: Context, operands: Operands, fitting: () => readonly string[]): void {
  if (!peek(operands)) return;
  const words = fitting();
  let reported = false;
  for (let i = operands.at; i < operands.tokens.length; i++) {
    const token = operands.tokens[i];
    if (!token || (reported && !(token.lineStart && token.tokenType === Name))) continue;
    if (isNumberFormat(token) && words.includes('activations')) reportFormat(context, token, words);
    else if (token.tokenType === Name && words.length > 0) reportUnknown(context, token, 'word', words);
    else reportUnexpected(context, token, '');
    reported = true;
  }
}

function isNumberFormat(token: Token): boolean {
  return numberTypes.includes(token.image);
}

/** Reports `dense units 10 int8`: the type could be meant for the weights or for the outputs. */
function reportFormat(context: Context, token: Token, words: readonly string[]): void {
  const ways = ['weights', 'activations'].filter((w) => words.includes(w)).map((w) => `${w} ${token.image}`);
  const [way = ''] = ways;
  const message = `${shown(token)} needs an attribute: write ${alternatives(ways)}.`;
  report(context, 'unexpected', spanOf(context, token), message, {
    fix: { title: `Change to \`${way}\``, replacement: way },
  });
}

function statementWordsWithin(context: Context, layerKind: string | undefined): readonly string[] {
  if (layerKind === undefined) return statementWords(context.block);
  const words = attributesOf(layerKind).map((a) => a.word);
  return settingsOf(context.block).size === 0 ? words : [...words, 'from', ...statementWords(context.block)];
}

export function spanUpTo(
  context: Context,
  keyword: Token,
  operands: Operands,
): { start: number; end: number } {
  return spanOf(context, keyword, operands.tokens[operands.at - 1] ?? keyword);
}
