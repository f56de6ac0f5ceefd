/** Parses a file, one segment at a time. */
import { classify } from './classify';
import { TokenStream } from './lexer';
import { parseBlock } from './parser';
import { nearest, reportUnexpected, type Context } from './recovery';
import { nextSegment, type Segment } from './segments';
import { Name, OpenComment, RBrace, type Token } from './tokens';
import type { Block, BlockSlot, FileTree, SyntaxProblem } from './tree';
import { blocks } from './vocabulary';

/** Parses a file. Never throws, whatever the text. */
export function parse(text: string): FileTree {
  const stream = new TokenStream(text);
  const slots: BlockSlot[] = [];
  for (let segment = nextSegment(stream); segment; segment = nextSegment(stream)) slots.push(slotOf(segment));
  return { slots, length: text.length };
}

export function slotOf(segment: Segment): BlockSlot {
  const { tokens, kind, closed } = segment;
  const start = tokens[0]?.startOffset ?? 0;
  const end = tokens[tokens.length - 1]?.end ?? start;
  const problems: SyntaxProblem[] = [];
  const context: Context = { base: start, block: kind ?? 'import', problems };
  const comment = takeOpenComment(tokens);
  let block: Block | undefined;
  if (kind && tokens.length > 0) {
    const word = tokens[0];
    classify(tokens, kind);
    block = parseBlock(tokens, kind, problems);
    if (word && word.image !== kind) reportBlockWord(context, word);
  } else if (tokens[0]) reportStretch(context, tokens[0], closed);
  if (comment) {
    // Whatever is missing at the end is most likely inside the comment.
    const last = (tokens[tokens.length - 1]?.end ?? start) - start;
    const rest = problems.filter((p) => p.kind !== 'missing' || p.span.end < last);
    const from = comment.startOffset - start;
    const message = 'This comment is not closed: expected `*/`.';
    rest.push({ kind: 'lexical', message, span: { start: from, end: from + 2 } });
    return { start, end, ...(block && { block }), closed, problems: rest };
  }
  return {
    start,
    end,
    ...(block && { block }),
    closed,
    problems: problems.sort((a, b) => a.span.start - b.span.start),
  };
}

function takeOpenComment(tokens: Token[]): Token | undefined {
  return tokens[tokens.length - 1]?.tokenType === OpenComment ? tokens.pop() : undefined;
}

const blockWords = blocks.map((b) => b.word);
const help = `Expected a block: ${blockWords.map((w) => `\`${w}\``).join(', ')}.`;

function reportBlockWord(context: Context, word: Token): void {
  const suggestions = nearest(word.image, blockWords);
  const best = suggestions[0] ?? '';
  context.problems.push({
    kind: 'unknown-word',
    message: `Unknown block \`${word.image}\`. Did you mean \`${best}\`?`,
    span: { start: 0, end: word.end - context.base },
    suggestions,
    fix: { title: `Change to \`${best}\``, replacement: best },
  });
}

/** Reports text outside all blocks as one error, at its first word or at the whole run of characters. */
function reportStretch(context: Context, first: Token, hasBraces: boolean): void {
  if (first.tokenType === RBrace) {
    context.problems.push({
      kind: 'unexpected',
      message: 'This `}` closes nothing.',
      span: { start: 0, end: 1 },
      fix: { title: 'Remove `}`', replacement: '' },
    });
  } else if (first.tokenType === Name) {
    const suggestions = nearest(first.image, blockWords);
    const best = suggestions[0];
    const word = first.image.length > 40 ? `${first.image.slice(0, 40)}…` : first.image;
    context.problems.push({
      kind: 'unknown-word',
      message: `Unknown ${hasBraces ? 'block' : 'word'} \`${word}\`. ${best ? `Did you mean \`${best}\`?` : help}`,
      span: { start: 0, end: first.end - context.base },
      ...(best !== undefined && { suggestions, fix: { title: `Change to \`${best}\``, replacement: best } }),
    });
  } else reportUnexpected(context, first, help);
}
