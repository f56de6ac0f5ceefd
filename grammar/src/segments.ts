/**
 * Cuts the stream of tokens into top-level blocks before parsing them, so that an error in one never affects another.
 * Text outside all blocks becomes segments of its own.
 *
 * A segment depends on nothing before its first token, and on at most `segmentLookahead` tokens after its last one.
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
  /** At least one; for text outside blocks only the first and the last. */
  readonly tokens: Token[];
  /** The kind named by the first word, also if it is misspelt. */
  readonly kind?: BlockKind;
  /** The block has its closing brace, and nothing may follow it. */
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

/** Takes settings after the braces of a stage, such as `weights int4`. */
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

/** Text outside all blocks, up to where a block certainly starts. Only its first and last token are kept: it may be megabytes. */
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

/** `NAME {` or `NAME NAME {` whose first word is nothing like a block: skips its braces as a whole. */
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

/** Whether another block starts here: that ends a block without its closing brace. */
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
  // Right after `in`, `after` … or the first word, a block keyword is more likely a name.
  const wantsName =
    tokens.length === 1 || previous.tokenType === Comma || linkOf(kind, previous.image) !== undefined;
  return startsSurely(stream) ? token.lineStart || !wantsName : token.lineStart && !wantsName;
}

const startsBlock = (token: Token): boolean => isName(token) && blockSpec(token.image) !== undefined;

/** Whether the next tokens are a block keyword and what must follow it. */
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
    case 'paper':
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

/** Joins a run of meaningless characters, so that it is one error. */
function push(tokens: Token[], token: Token): void {
  const previous = tokens[tokens.length - 1];
  if (token.tokenType === Junk && previous?.tokenType === Junk && !previous.mute) previous.end = token.end;
  else tokens.push(token);
}

const isName = (token: Token): boolean => token.tokenType === Name;
const isNameLike = (token: Token): boolean => token.tokenType === Name || token.tokenType === Quoted;
