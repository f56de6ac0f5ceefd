/** Token types and the lexer-independent properties of tokens. */
import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain';

/**
 * Text becomes tokens without any context (`lexer.ts`); then words become keywords depending on their block
 * (`classify.ts`): elsewhere, every keyword may be a name.
 */
export interface Token extends IToken {
  /** Offset just after the token; chevrotain's own `endOffset` is its last character. */
  end: number;
  /** First on its line. The grammar ignores newlines; error recovery uses them. */
  readonly lineStart: boolean;
  /** A string without its closing quote. */
  readonly unclosed?: boolean;
  /** A closing brace whose error is reported at its opening brace. */
  mute?: boolean;
}

const token = (name: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, pattern: Lexer.NA, categories });

/** Anything but keywords and braces. The vocabulary defines what a keyword does with its operands. */
export const Operand = token('Operand');

export const Name = token('Name', [Operand]);
export const Quoted = token('Quoted', [Operand]);
export const Numeral = token('Numeral', [Operand]);
export const Size = token('Size', [Operand]);
export const Site = token('Site', [Operand]);
/** `%` or `/s`. Other units are names unless a number precedes them. */
export const UnitSign = token('UnitSign', [Operand]);
export const Comma = token('Comma', [Operand]);
export const DotDot = token('DotDot', [Operand]);
export const Arrow = token('Arrow', [Operand]);
export const Compare = token('Compare', [Operand]);
/** A run of meaningless characters. */
export const Junk = token('Junk', [Operand]);
/** A block comment that is not closed; always the last token. */
export const OpenComment = token('OpenComment', [Operand]);
export const LBrace = token('LBrace');
export const RBrace = token('RBrace');

export const BlockWord = token('BlockWord');
export const HeaderWord = token('HeaderWord');
/** Layer kinds, and unknown words at the start of a line in a body. */
export const LayerWord = token('LayerWord');
export const AttributeWord = token('AttributeWord');
export const SettingWord = token('SettingWord');

export const tokenTypes: TokenType[] = [
  Operand,
  Name,
  Quoted,
  Numeral,
  Size,
  Site,
  UnitSign,
  Comma,
  DotDot,
  Arrow,
  Compare,
  Junk,
  OpenComment,
  LBrace,
  RBrace,
  BlockWord,
  HeaderWord,
  LayerWord,
  AttributeWord,
  SettingWord,
];

export function retype(t: Token, type: TokenType): void {
  t.tokenType = type;
  t.tokenTypeIdx = type.tokenTypeIdx ?? 0;
}
