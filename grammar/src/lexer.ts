/**
 * A lexer written by hand, since chevrotain's tries its patterns one by one and takes several times as long. It keeps no
 * state between tokens, so lexing can start at any token; `incremental.ts` relies on that.
 */
import type { TokenType } from 'chevrotain';
import {
  Arrow,
  Comma,
  Compare,
  DotDot,
  Junk,
  LBrace,
  Name,
  Numeral,
  OpenComment,
  Quoted,
  RBrace,
  Site,
  Size,
  UnitSign,
  type Token,
} from './tokens';

export interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Only blanks precede it on its line. */
  readonly ownLine: boolean;
}

// None of these repeats a group: on megabytes of `1x1x1x…` that would overflow the regexp engine's stack.
const partPattern = /-?\d+(?:\.\d+)?/y;
const numeralPattern = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const letterPattern = /[\p{L}_]/uy;
const wordPattern = /[\p{L}\p{N}\p{M}_-]+/uy;
const spacePattern = /\s+/y;
const signPattern = /%|\/\p{L}[\p{L}\p{N}\p{M}_]*/uy;
const comparePattern = /[<>=!≤≥]+/y;
/** Up to the next character that could start a token. */
const junkPattern = /[^\s\p{L}\p{N}_"{},<>=!≤≥%/.-]+/uy;
const linePattern = /[^\r\n]*/y;
/** Likely follows a string whose closing quote is missing. */
const afterStringPattern = /[{}]|\/\/|\/\*/;

/** Yields the tokens of a text one by one, starting at any token, with a few tokens of lookahead. */
export class TokenStream {
  private offset: number;
  private readonly ahead: Token[] = [];
  private sawNewline: boolean;

  constructor(
    private readonly text: string,
    from = 0,
    private readonly comments?: Comment[],
  ) {
    this.offset = from;
    this.sawNewline = from === 0;
  }

  peek(distance = 0): Token | undefined {
    while (this.ahead.length <= distance) {
      const next = this.scan();
      if (!next) return undefined;
      this.ahead.push(next);
    }
    return this.ahead[distance];
  }

  next(): Token | undefined {
    return this.ahead.length > 0 ? this.ahead.shift() : this.scan();
  }

  private scan(): Token | undefined {
    const open = this.skipTrivia();
    if (open !== undefined) return this.emit(OpenComment, open, this.text.length);
    const start = this.offset;
    if (start >= this.text.length) return undefined;
    const code = this.text.charCodeAt(start);
    switch (code) {
      case 0x7b: // {
        return this.emit(LBrace, start, start + 1);
      case 0x7d: // }
        return this.emit(RBrace, start, start + 1);
      case 0x2c: // ,
        return this.emit(Comma, start, start + 1);
      case 0x22: // "
        return this.quoted(start);
    }
    if (isAsciiLetter(code)) return this.word(start);
    return this.symbol(start, code);
  }

  private symbol(start: number, code: number): Token {
    const second = this.text.charCodeAt(start + 1);
    if (isDigit(code) || (code === 0x2d && isDigit(second))) {
      const size = this.sizeEnd(start);
      if (size > 0) return this.emit(Size, start, size);
      return this.emit(Numeral, start, this.match(numeralPattern, start));
    }
    if (code === 0x2e && second === 0x2e) return this.emit(DotDot, start, start + 2);
    if (code === 0x2d && second === 0x3e) return this.emit(Arrow, start, start + 2);
    const compare = this.match(comparePattern, start);
    if (compare > 0) return this.emit(Compare, start, compare);
    const sign = this.match(signPattern, start);
    if (sign > 0) return this.emit(UnitSign, start, sign);
    if (this.match(letterPattern, start) > 0) return this.word(start);
    // The first character starts no token. A surrogate pair is one character.
    const first = start + ((this.text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
    return this.emit(Junk, start, this.match(junkPattern, first) || first);
  }

  private word(start: number): Token {
    const end = this.wordEnd(start);
    if (this.text.charCodeAt(end) !== 0x3a) return this.emit(Name, start, end);
    const hasSecond = this.match(letterPattern, end + 1) > 0;
    return this.emit(Site, start, hasSecond ? this.wordEnd(end + 1) : end + 1);
  }

  private wordEnd(start: number): number {
    const { text } = this;
    let end = start;
    while (isAsciiLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end++;
    // Fast path: most words are plain.
    const code = text.charCodeAt(end);
    if (code === 0x2d || code > 0x7f) end = this.match(wordPattern, end) || end;
    const isArrow = text.charCodeAt(end) === 0x3e && text.charCodeAt(end - 1) === 0x2d;
    return isArrow ? end - 1 : end;
  }

  /** Offset after `1x28x28`, or 0 if there is only one number. */
  private sizeEnd(start: number): number {
    const first = this.match(partPattern, start);
    let end = first;
    for (;;) {
      const next = this.text.charCodeAt(end) === 0x78 ? this.match(partPattern, end + 1) : 0;
      if (next === 0) return end > first ? end : 0;
      end = next;
    }
  }

  private quoted(start: number): Token {
    const { text } = this;
    for (let i = start + 1; i < text.length; i++) {
      if (text.charCodeAt(i) === 0x5c) i++;
      else if (text.charCodeAt(i) === 0x22) return this.emit(Quoted, start, i + 1);
      if (text.charCodeAt(i) === 0x0a || text.charCodeAt(i) === 0x0d) break;
    }
    const line = text.slice(start, lineEnd(text, start));
    const next = line.search(afterStringPattern);
    const string = next < 0 ? line : line.slice(0, next);
    return this.emit(Quoted, start, start + string.trimEnd().length, true);
  }

  /** @returns the start of a comment that is not closed, if there is one */
  private skipTrivia(): number | undefined {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.offset);
      if (code === 0x20 || code === 0x09) this.offset++;
      else if (code === 0x0a || code === 0x0d) {
        this.sawNewline = true;
        this.offset++;
      } else if (code === 0x2f) {
        const start = this.offset;
        const second = text.charCodeAt(start + 1);
        if (second === 0x2f) this.comment(start, lineEnd(text, start));
        else if (second === 0x2a) {
          const end = text.indexOf('*/', start + 2);
          if (end < 0) return start;
          this.comment(start, end + 2);
        } else return undefined;
      } else if (code > 0x20 && code < 0x7f) return undefined;
      else {
        const end = this.match(spacePattern, this.offset);
        if (end <= 0) return undefined;
        this.offset = end;
      }
    }
  }

  private comment(start: number, end: number): void {
    const text = this.text.slice(start, end);
    this.comments?.push({ text, start, end, ownLine: this.sawNewline });
    if (/[\r\n]/.test(text)) this.sawNewline = true;
    this.offset = end;
  }

  private emit(type: TokenType, start: number, end: number, unclosed = false): Token {
    const lineStart = this.sawNewline;
    this.sawNewline = false;
    this.offset = end;
    return {
      image: this.text.slice(start, end),
      startOffset: start,
      endOffset: end - 1,
      tokenTypeIdx: type.tokenTypeIdx ?? 0,
      tokenType: type,
      end,
      lineStart,
      unclosed,
    };
  }

  /** Offset after the match at `start`, or 0. */
  private match(pattern: RegExp, start: number): number {
    pattern.lastIndex = start;
    return pattern.test(this.text) ? pattern.lastIndex : 0;
  }
}

export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start--;
  return start;
}

function lineEnd(text: string, from: number): number {
  linePattern.lastIndex = from;
  linePattern.test(text);
  return linePattern.lastIndex;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isAsciiLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
const isLineBreak = (code: number): boolean => code === 0x0a || code === 0x0d;
