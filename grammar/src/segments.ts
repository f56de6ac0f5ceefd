/**
 * Cuts the stream of tokens into top-level blocks before any of them is parsed, so that a mistake in one
 * never reaches another. Whatever belongs to no block becomes a segment of its own.
 *
 * A segment depends on nothing before its first token, and on at most `segmentLookahead` tokens behind its last one.
 */
import type { TokenStream } from './lexer';
import { attributes, type BlockKind, blocks, blockSpec, linkOf } from './vocabulary';
import { nearest } from './recovery';
import {
  Comma,
  Junk,
  LBrace,
  Name,
  Numeral,
  Quoted,
  RBrace,
  retype,
  Size,
  UnitSign,
  type Token,
} from './tokens';

export const segmentLookahead = 3;

export interface Segment {
  /** At least one; of a stretch without a block only its first and last. */
  readonly tokens: Token[];
  /** What the first word says, or nearly says. */
  readonly kind?: BlockKind;
  /** The brace that closes the block is there, and nothing may follow it. */
  readonly closed: boolean;
}

const blockWords: readonly string[] = blocks.map((b) => b.word);
const tailWords = new Set(attributes.flatMap((a) => [a.word, ...Object.keys(a.inner ?? {})]));

export function nextSegment(stream: TokenStream): Segment | undefined {
  const first = stream.peek();
  if (!first) return undefined;
  if (isName(first)) {
    const spec = blockSpec(first.image);
    if (spec) return block(stream, spec.word);
    const meant = misspelledBlock(stream);
    if (meant) return block(stream, meant);
    if (looksLikeBlock(stream)) return unknownBlock(stream);
  }
  return stretch(stream);
}

function block(stream: TokenStream, kind: BlockKind): Segment {
  const tokens: Token[] = [];
  let depth = 0;
  let closed = false;
  for (let token = stream.peek(); token && !closed; token = stream.peek()) {
    if (tokens.length > 0 && (depth > 0 ? startsInBody(stream, kind) : startsInHeader(stream, kind, tokens)))
      break;
    stream.next();
    if (token.tokenType === LBrace && depth++ > 0) retype(token, Junk);
    else if (token.tokenType === RBrace) {
      depth = Math.max(0, depth - 1);
      if (depth === 0) closed = true;
      else {
        retype(token, Junk);
        token.mute = true;
      }
    }
    push(tokens, token);
  }
  if (closed && kind === 'stage') closed = !takeTail(stream, tokens);
  return { tokens, kind, closed: closed && kind !== 'stage' };
}

/** Settings behind the braces of a stage, such as `weights int4`. */
function takeTail(stream: TokenStream, tokens: Token[]): boolean {
  let taken = false;
  for (let token = stream.peek(); token; token = stream.peek()) {
    if (token.tokenType === LBrace || token.tokenType === RBrace || startsBlock(token)) break;
    const previous = tokens[tokens.length - 1];
    const goesOn =
      !token.lineStart ||
      tailWords.has(token.image) ||
      token.tokenType === Numeral ||
      token.tokenType === Size ||
      token.tokenType === UnitSign ||
      (previous !== undefined && tailWords.has(previous.image));
    if (!goesOn) break;
    stream.next();
    push(tokens, token);
    taken = true;
  }
  return taken;
}

/** Text outside all blocks, up to where a block surely begins. Only its ends are kept: it may be megabytes. */
function stretch(stream: TokenStream): Segment {
  const tokens: Token[] = [];
  for (let token = stream.peek(); token; token = stream.peek()) {
    if (tokens.length > 0 && startsBlock(token) && (token.lineStart || startsSurely(stream))) break;
    stream.next();
    if (tokens.length > 1) tokens.pop();
    tokens.push(token);
  }
  return { tokens, closed: false };
}

/** `NAME {` or `NAME NAME {` under a word that is nothing like a block: its braces are skipped as a whole. */
function unknownBlock(stream: TokenStream): Segment {
  const tokens: Token[] = [];
  let depth = 0;
  for (let token = stream.peek(); token; token = stream.peek()) {
    if (tokens.length > 0 && startsSurely(stream)) break;
    stream.next();
    if (tokens.length > 1) tokens.pop();
    tokens.push(token);
    if (token.tokenType === LBrace) depth++;
    if (token.tokenType === RBrace && --depth <= 0) return { tokens, closed: true };
  }
  return { tokens, closed: false };
}

/** A block without its closing brace ends where another surely begins. */
function startsInBody(stream: TokenStream, kind: BlockKind): boolean {
  const token = stream.peek();
  if (!token || !startsBlock(token) || !startsSurely(stream)) return false;
  const hasBraces = token.image !== 'import' && token.image !== 'profile';
  return hasBraces || (token.lineStart && kind !== 'stage');
}

function startsInHeader(stream: TokenStream, kind: BlockKind, tokens: readonly Token[]): boolean {
  const token = stream.peek();
  const previous = tokens[tokens.length - 1];
  if (!token || !previous) return false;
  if (kind === 'import' || kind === 'profile') {
    if (previous.tokenType === Quoted) return kind === 'import' || token.tokenType !== LBrace;
    if (token.lineStart && token.tokenType !== Quoted && token.tokenType !== LBrace) return true;
  }
  if (!startsBlock(token)) return false;
  // Right behind `in`, `after` … or the first word, a block's word is likelier a name.
  const wantsName =
    tokens.length === 1 || previous.tokenType === Comma || linkOf(kind, previous.image) !== undefined;
  return startsSurely(stream) ? token.lineStart || !wantsName : token.lineStart && !wantsName;
}

const startsBlock = (token: Token): boolean => isName(token) && blockSpec(token.image) !== undefined;

/** The next tokens are a block's word and what must follow it. */
function startsSurely(stream: TokenStream): boolean {
  const word = stream.peek();
  const second = stream.peek(1);
  if (!word || !second || !isName(word)) return false;
  const spec = blockSpec(word.image);
  if (!spec) return false;
  switch (spec.word) {
    case 'import':
    case 'profile':
      return second.tokenType === Quoted;
    case 'device':
    case 'schedule':
    case 'budget':
      return second.tokenType === LBrace;
    case 'region':
      return isNameLike(second) && stream.peek(2)?.tokenType === LBrace;
    case 'network':
    case 'exit':
    case 'switch':
    case 'stage': {
      if (!isNameLike(second)) return false;
      const third = stream.peek(2);
      if (!third) return false;
      return (
        linkOf(spec.word, third.image) !== undefined ||
        (spec.word === 'network' && third.tokenType === LBrace)
      );
    }
  }
}

function misspelledBlock(stream: TokenStream): BlockKind | undefined {
  const meant = nearest(stream.peek()?.image ?? '', blockWords)[0];
  const spec = meant === undefined ? undefined : blockSpec(meant);
  if (!spec) return undefined;
  const second = stream.peek(1);
  if (!second || second.lineStart) return undefined;
  if (spec.word === 'import' || spec.word === 'profile')
    return second.tokenType === Quoted ? spec.word : undefined;
  const third = stream.peek(2);
  const headed = isNameLike(second) && linkOf(spec.word, third?.image) !== undefined;
  return headed || looksLikeBlock(stream) ? spec.word : undefined;
}

function looksLikeBlock(stream: TokenStream): boolean {
  const second = stream.peek(1);
  if (!second || second.lineStart) return false;
  return second.tokenType === LBrace || (isNameLike(second) && stream.peek(2)?.tokenType === LBrace);
}

/** A run of characters that mean nothing is one mistake. */
function push(tokens: Token[], token: Token): void {
  const previous = tokens[tokens.length - 1];
  if (token.tokenType === Junk && previous?.tokenType === Junk && !previous.mute) previous.end = token.end;
  else tokens.push(token);
}

const isName = (token: Token): boolean => token.tokenType === Name;
const isNameLike = (token: Token): boolean => token.tokenType === Name || token.tokenType === Quoted;
