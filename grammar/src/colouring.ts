/** What each piece of a text is to the eye, for editors that have no grammar of their own. */
import { classify } from './classify';
import { type Comment, TokenStream } from './lexer';
import { nextSegment } from './segments';
import {
  Arrow,
  AttributeWord,
  BlockWord,
  Compare,
  DotDot,
  HeaderWord,
  LayerWord,
  Numeral,
  Quoted,
  SettingWord,
  Size,
  UnitSign,
} from './tokens';

export type Colour = 'keyword' | 'property' | 'number' | 'string' | 'operator' | 'comment';

export interface Coloured {
  /** In characters of the text. */
  readonly start: number;
  readonly end: number;
  readonly colour: Colour;
}

const colours = new Map([
  ...[BlockWord, HeaderWord, LayerWord].map((type) => [type, 'keyword'] as const),
  ...[SettingWord, AttributeWord].map((type) => [type, 'property'] as const),
  ...[Numeral, Size, UnitSign].map((type) => [type, 'number'] as const),
  ...[Compare, Arrow, DotDot].map((type) => [type, 'operator'] as const),
  [Quoted, 'string'] as const,
]);

/** In order. Names, and text that means nothing, have no colour. */
export function colouring(text: string): readonly Coloured[] {
  const comments: Comment[] = [];
  const stream = new TokenStream(text, 0, comments);
  const found: Coloured[] = [];
  for (let segment = nextSegment(stream); segment; segment = nextSegment(stream)) {
    const { tokens, kind } = segment;
    if (kind !== undefined) classify(tokens, kind);
    for (const { tokenType, startOffset, end } of tokens) {
      const colour = colours.get(tokenType);
      if (colour) found.push({ start: startOffset, end, colour });
    }
  }
  for (const { start, end } of comments) found.push({ start, end, colour: 'comment' });
  return found.sort((a, b) => a.start - b.start);
}
