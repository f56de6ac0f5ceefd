/**
 * Turns the words of one block into keywords depending on their position. In networks, exits and switches, layer kinds
 * and attributes are reserved; everywhere else a keyword may be a name.
 */
import {
  attributes,
  attributeSpec,
  type BlockKind,
  type BlockSpec,
  blockSpec,
  criteria,
  fromSpec,
  layerSpec,
  linkOf,
  settingsOf,
  settingSpec,
  statementWords,
  unitWords,
} from './vocabulary';
import { nearest } from './recovery';
import { isSite } from './values';
import {
  Arrow,
  AttributeWord,
  BlockWord,
  Comma,
  Compare,
  HeaderWord,
  LayerWord,
  LBrace,
  Name,
  Quoted,
  RBrace,
  retype,
  SettingWord,
  type Token,
} from './tokens';

export function classify(tokens: readonly Token[], kind: BlockKind): void {
  const spec = blockSpec(kind);
  const first = tokens[0];
  if (!spec || !first) return;
  retype(first, BlockWord);
  const body = classifyHeader(tokens, spec);
  const end = kind === 'stage' ? classifyStage(tokens, body) : tokens.length;
  if (kind !== 'stage') classifyBody(tokens, body, end, spec);
}

/** @returns the index of the body's start; if its brace is missing, of its first statement */
function classifyHeader(tokens: readonly Token[], spec: BlockSpec): number {
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.tokenType === LBrace) return i + 1;
    if (token.tokenType === RBrace) return i;
    if (token.tokenType !== Name) continue;
    const previous = tokens[i - 1];
    const isWord = linkOf(spec.word, token.image) !== undefined && previous?.tokenType !== HeaderWord;
    // `exit after after pool1` declares an exit called `after`.
    const isOwnName = i === 1 && linkOf(spec.word, tokens[2]?.image) !== undefined;
    if (isWord && !isOwnName) retype(token, HeaderWord);
    else if (token.lineStart && i > 1 && isStatementWord(token, spec)) return i;
  }
  return tokens.length;
}

function classifyBody(tokens: readonly Token[], from: number, to: number, spec: BlockSpec): void {
  for (let i = from; i < to; i++) {
    const token = tokens[i];
    const previous = i > from ? tokens[i - 1] : undefined;
    if (token?.tokenType !== Name) continue;
    if (criteria.some((c) => c === token.image) && previous && isWhen(previous)) continue;
    if (spec.layers && layerSpec(token.image)) retype(token, LayerWord);
    else if (spec.layers && attributeSpec(token.image)) {
      if (!isValue(previous, token, tokens[i + 1])) retype(token, AttributeWord);
    } else if (settingsOf(spec.word).has(token.image)) {
      if (settingSpec(spec.word, token.image)?.mayBeName === true && isNamePlace(token, previous)) continue;
      if (token.lineStart || !previous || !wantsName(previous, spec.word)) retype(token, SettingWord);
    } else if ((token.lineStart || !previous) && isMisspelled(tokens, i, from, spec)) {
      retype(token, spec.layers ? LayerWord : SettingWord);
    }
  }
}

/** Layers may have any name; keywords occur only after the braces. */
function classifyStage(tokens: readonly Token[], from: number): number {
  let i = from;
  while (i < tokens.length && tokens[i]?.tokenType !== RBrace) i++;
  for (; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.tokenType !== Name || !attributes.some((a) => a.word === token.image)) continue;
    if (!isValue(tokens[i - 1], token, tokens[i + 1])) retype(token, AttributeWord);
  }
  return tokens.length;
}

/**
 * Whether an attribute is the value of the one before it: `window parallel`. Not if its own values follow, as they do
 * while `window` still waits for its value: `window parallel pe 4`.
 */
function isValue(previous: Token | undefined, token: Token, next: Token | undefined): boolean {
  if (previous?.tokenType !== AttributeWord) return false;
  const isOne = attributeSpec(previous.image)?.values.some(
    (form) => form.form === 'word' && form.words.includes(token.image),
  );
  if (isOne !== true) return false;
  const { inner = {}, values = [] } = attributeSpec(token.image) ?? {};
  if (next?.tokenType !== Name) return true;
  const own = values.flatMap((form) => (form.form === 'word' ? form.words : []));
  return !Object.hasOwn(inner, next.image) && !own.includes(next.image);
}

/**
 * Whether an unknown word at the start of a line is a misspelt keyword, rather than an operand of the statement before. It
 * is an operand if one may follow and it resembles nothing else.
 */
function isMisspelled(tokens: readonly Token[], i: number, from: number, spec: BlockSpec): boolean {
  const token = tokens[i];
  const previous = i > from ? tokens[i - 1] : undefined;
  if (!token) return false;
  if (!previous || previous.tokenType === LBrace) return true;
  if (previous.tokenType === LayerWord) {
    const next = tokens[i + 1];
    const named =
      next !== undefined && !next.lineStart && (next.tokenType === Name || next.tokenType === Quoted);
    return (
      named || (!/\p{N}$/u.test(token.image) && nearest(token.image, statementWords(spec.word)).length > 0)
    );
  }
  if (previous.tokenType === AttributeWord || previous.tokenType === SettingWord) return false;
  if (previous.tokenType === Comma || previous.tokenType === Arrow || previous.tokenType === Compare)
    return false;
  if (isSite(token.image)) return false;
  return !unitWords.has(token.image) && !isInnerWord(token.image, spec) && !isInnerWord(previous.image, spec);
}

/** `softmax` is a criterion after `when`, even a misspelt one, and a layer everywhere else. */
function isWhen(previous: Token): boolean {
  if (previous.image === 'when') return true;
  return previous.tokenType === LayerWord && !layerSpec(previous.image);
}

function isInnerWord(word: string, spec: BlockSpec): boolean {
  const specs = spec.layers ? [...spec.settings, ...attributes] : spec.settings;
  return specs.some((s) => s.inner !== undefined && Object.hasOwn(s.inner, word));
}

function isStatementWord(token: Token, spec: BlockSpec): boolean {
  return settingsOf(spec.word).has(token.image) || (spec.layers && layerSpec(token.image) !== undefined);
}

/** Behind a kind of layer, in a `from` and behind `when` stand names. */
function isNamePlace(token: Token, previous: Token | undefined): boolean {
  if (previous === undefined) return false;
  if (previous.tokenType === LayerWord) return !token.lineStart;
  return previous.tokenType === Comma || previous.image === fromSpec.word || previous.image === 'when';
}

/** After `case`, `on`, `board` … a keyword on the same line is a name. */
function wantsName(previous: Token, kind: BlockKind): boolean {
  if (kind === 'paper' && (previous.image === 'of' || previous.image === 'to')) return true;
  if (previous.tokenType !== SettingWord) return previous.tokenType === Arrow;
  const values = settingSpec(kind, previous.image)?.values;
  return previous.image === 'case' || (values?.some((v) => v.form === 'name' || v.form === 'text') ?? false);
}
