/** Tokens and comments side by side. */
import type { Comment } from './lexer';
import { Comma, Name, Numeral, UnitSign, type Token } from './tokens';
import { unitWords } from './vocabulary';

/** The comments of a text, taken in order. */
export class CommentQueue {
  private at = 0;

  /** `comments` may still grow at its end. */
  constructor(private readonly comments: readonly Comment[]) {}

  /** The comments that begin before the offset and were not taken yet. */
  takeBefore(offset: number): Comment[] {
    const from = this.at;
    while ((this.comments[this.at]?.start ?? Infinity) < offset) this.at++;
    return this.comments.slice(from, this.at);
  }

  peek(): Comment | undefined {
    return this.comments[this.at];
  }
}

/** Text of a statement or a part of one, and the comments that cannot stay on its line. */
export interface Joined {
  readonly text: string;
  readonly hoisted: readonly Comment[];
}

export function join(tokens: readonly Token[], comments: readonly Comment[]): Joined {
  const queue = new CommentQueue(comments);
  const hoisted: Comment[] = [];
  let text = '';
  let previous: Token | undefined;
  const take = (offset: number): boolean => {
    let any = false;
    for (const comment of queue.takeBefore(offset)) {
      if (!staysInline(comment)) hoisted.push(comment);
      else {
        text += (text === '' ? '' : ' ') + comment.text;
        any = true;
      }
    }
    return any;
  };
  for (const token of tokens) {
    const parted = take(token.startOffset);
    const apart = text !== '' && (parted || isApart(previous, token));
    text += (apart ? ' ' : '') + token.image;
    previous = token;
  }
  take(Infinity);
  return { text, hoisted };
}

/** A line comment would swallow what follows it, and a long one would tear the line apart. */
export function staysInline(comment: Comment): boolean {
  return comment.text.startsWith('/*') && !/[\r\n]/.test(comment.text);
}

function isApart(previous: Token | undefined, token: Token): boolean {
  if (!previous || token.tokenType === Comma) return previous === undefined;
  if (token.tokenType === UnitSign) return token.image.startsWith('/') && previous.tokenType !== Name;
  // An unknown unit is one only as long as it touches its number.
  const touches = previous.tokenType === Numeral && token.startOffset === previous.end;
  return !(touches && token.tokenType === Name && !unitWords.has(token.image));
}

/** `text[from..to)` is white space only. */
export function hasBlankLine(text: string, from: number, to: number): boolean {
  return (text.slice(from, to).match(/\r\n|\r|\n/g)?.length ?? 0) > 1;
}
