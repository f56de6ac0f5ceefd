/** Joins tokens and comments into formatted text. */
import type { Comment } from './lexer';
import { Comma, Name, Numeral, UnitSign, type Token } from './tokens';
import { unitWords } from './vocabulary';

/** The comments of a text, taken in order. */
export class CommentQueue {
  private at = 0;

  /** @param comments may still grow at the end */
  constructor(private readonly comments: readonly Comment[]) {}

  /** The comments that start before the offset and were not taken yet. */
  takeBefore(offset: number): Comment[] {
    const from = this.at;
    while ((this.comments[this.at]?.start ?? Infinity) < offset) this.at++;
    return this.comments.slice(from, this.at);
  }

  peek(): Comment | undefined {
    return this.comments[this.at];
  }
}

/** Text of a statement or part of one, and the comments that do not fit on its line. */
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

/** Whether a comment can stay within a line: a line comment would hide what follows, and a long one would split the line. */
export function staysInline(comment: Comment): boolean {
  return comment.text.startsWith('/*') && !/[\r\n]/.test(comment.text);
}

function isApart(previous: Token | undefined, token: Token): boolean {
  if (!previous || token.tokenType === Comma) return previous === undefined;
  if (token.tokenType === UnitSign) return token.image.startsWith('/') && previous.tokenType !== Name;
  // An unknown unit is a unit only while it touches its number.
  const touches = previous.tokenType === Numeral && token.startOffset === previous.end;
  return !(touches && token.tokenType === Name && !unitWords.has(token.image));
}

/** Whether `text[from..to)`, which is only white space, contains a blank line. */
export function hasBlankLine(text: string, from: number, to: number): boolean {
  return (text.slice(from, to).match(/\r\n|\r|\n/g)?.length ?? 0) > 1;
}
