import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain';

/**
 * Characters become tokens without any context (`lexer.ts`), then words become keywords by the block that
 * they stand in (`classify.ts`): all keywords may be names elsewhere.
 */
export interface Token extends IToken {
  /** Offset just behind the token; chevrotain's own `endOffset` is its last character. */
  end: number;
  /** First on its line. Newlines mean nothing to the grammar; recovery from mistakes goes by them. */
  readonly lineStart: boolean;
  /** A string without its closing quote. */
  readonly unclosed?: boolean;
  /** A closing brace that is told of at its opening one. */
  mute?: boolean;
}

const token = (name: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, pattern: Lexer.NA, categories });

/** Whatever is no keyword and no brace. What a keyword makes of its operands is said by the vocabulary. */
export const Operand = token('Operand');

export const Name = token('Name', [Operand]);
export const Quoted = token('Quoted', [Operand]);
export const Numeral = token('Numeral', [Operand]);
export const Size = token('Size', [Operand]);
export const Site = token('Site', [Operand]);
/** `%` or `/s`. Other units are names until a number stands before them. */
export const UnitSign = token('UnitSign', [Operand]);
export const Comma = token('Comma', [Operand]);
export const DotDot = token('DotDot', [Operand]);
export const Arrow = token('Arrow', [Operand]);
export const Compare = token('Compare', [Operand]);
/** Characters that mean nothing, a whole run of them. */
export const Junk = token('Junk', [Operand]);
/** A block comment without an end; always the last token. */
export const OpenComment = token('OpenComment', [Operand]);
export const LBrace = token('LBrace');
export const RBrace = token('RBrace');

export const BlockWord = token('BlockWord');
export const HeaderWord = token('HeaderWord');
/** Layer kinds, and unknown words at the start of a line of a body. */
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
