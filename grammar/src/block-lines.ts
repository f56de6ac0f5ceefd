/** Formats a block without errors into lines: a header, one statement per line in columns, a closing brace. */
import type { Line, Table } from './layout';
import type { Comment } from './lexer';
import { CommentQueue, hasBlankLine, join, staysInline } from './spacing';
import {
  AttributeWord,
  Compare,
  DotDot,
  LayerWord,
  LBrace,
  Name,
  Quoted,
  RBrace,
  SettingWord,
  Size,
  type Token,
} from './tokens';
import { attributeSpec, type BlockKind } from './vocabulary';

/** A longer stage is broken into lines. */
const lineWidth = 100;

/** Whether an attribute of a kind of layer says how it is built. */
const isHardware = (word: string, layerKind: string): boolean =>
  attributeSpec(word, layerKind)?.hardware === true;

/** @param tokens classified; `comments` are those between the first and the last of them */
export function linesOfBlock(
  tokens: readonly Token[],
  comments: readonly Comment[],
  text: string,
  kind: BlockKind,
  blankBefore: boolean,
): Line[] {
  const open = tokens.findIndex((t) => t.tokenType === LBrace);
  const close = tokens.findIndex((t) => t.tokenType === RBrace);
  const queue = new CommentQueue(comments);
  const openToken = tokens[open];
  const closeToken = tokens[close];
  if (!openToken || !closeToken) return statement(join(tokens, comments), 0, blankBefore);

  const header = join(tokens.slice(0, open), queue.takeBefore(openToken.startOffset));
  const inside = queue.takeBefore(closeToken.startOffset);
  const tail = join(tokens.slice(close), queue.takeBefore(Infinity));
  const body = tokens.slice(open + 1, close);
  const hoisted = [...header.hoisted, ...tail.hoisted];
  if ((body.length === 0 || kind === 'stage') && inside.every(staysInline)) {
    const content = join(body, inside).text;
    const oneLine = `${header.text} { ${content === '' ? '' : `${content} `}${tail.text}`;
    if (oneLine.length <= lineWidth) return statement({ text: oneLine, hoisted }, 0, blankBefore);
  }
  const lines = statement({ text: `${header.text} {`, hoisted }, 0, blankBefore);
  const statements = kind === 'stage' ? layerRanges(body) : byKeyword(body);
  addBody(lines, statements, inside, text, [openToken.end, closeToken.startOffset], kind);
  lines.push({ indent: 0, cells: [tail.text], trailing: [], blankBefore: false });
  return lines;
}

/** A line, preceded by the comments that do not fit on it. */
function statement(
  { text, hoisted }: { text: string; hoisted: readonly Comment[] },
  indent: number,
  blankBefore: boolean,
): Line[] {
  return [...hoisted.map((c) => c.text), text].map((cell, i) => ({
    indent,
    cells: [cell],
    trailing: [],
    blankBefore: blankBefore && i === 0,
  }));
}

function addBody(
  lines: Line[],
  statements: readonly (readonly Token[])[],
  comments: readonly Comment[],
  text: string,
  [from, to]: readonly [number, number],
  kind: BlockKind,
): void {
  const queue = new CommentQueue(comments);
  const table: Table = { widths: [], gaps: isCompared(kind) ? [1] : [1, 2, 2] };
  const firstLine = lines.length;
  const rows: Line[] = [];
  let at = from;
  const blank = (start: number): boolean => lines.length > firstLine && hasBlankLine(text, at, start);
  const addGap = (end: number): void => {
    for (const comment of queue.takeBefore(end)) {
      const last = lines[lines.length - 1];
      if (!comment.ownLine && last) last.trailing.push(comment.text);
      else lines.push({ indent: 1, cells: [comment.text], trailing: [], blankBefore: blank(comment.start) });
      at = comment.end;
    }
  };
  for (const tokens of statements) {
    const first = tokens[0];
    const last = tokens[tokens.length - 1];
    if (!first || !last) continue;
    addGap(first.startOffset);
    let blankBefore = blank(first.startOffset);
    const { cells, hoisted } = cellsOf(tokens, queue.takeBefore(last.startOffset), kind);
    for (const comment of hoisted) {
      lines.push({ indent: 1, cells: [comment.text], trailing: [], blankBefore });
      blankBefore = false;
    }
    const row: Line = { indent: 1, cells, trailing: [], blankBefore, table };
    lines.push(row);
    rows.push(row);
    at = last.end;
  }
  addGap(to);
  if (kind === 'stage' && comments.length === 0) pack(lines, firstLine);
  measure(table, rows, kind);
}

/** Fills lines with as many layers as fit. */
function pack(lines: Line[], from: number): void {
  const packed: Line[] = [];
  for (const line of lines.splice(from)) {
    const last = packed[packed.length - 1];
    const text = `${last?.cells[0]} ${line.cells[0]}`;
    if (last && text.length < lineWidth) last.cells = [text];
    else packed.push({ ...line, blankBefore: false });
  }
  lines.push(...packed);
}

interface Cells {
  readonly cells: string[];
  readonly hoisted: readonly Comment[];
}

function cellsOf(tokens: readonly Token[], comments: readonly Comment[], kind: BlockKind): Cells {
  const queue = new CommentQueue(comments);
  const hoisted: Comment[] = [];
  const cells = split(tokens, kind).map((part, i, parts) => {
    const next = parts.slice(i + 1).find((p) => p.length > 0)?.[0];
    const joined = join(part, part.length === 0 ? [] : queue.takeBefore(next?.startOffset ?? Infinity));
    hoisted.push(...joined.hoisted);
    return joined.text;
  });
  return { cells, hoisted };
}

/** Splits a statement into columns: kind, name, computation, hardware; or word and value; or metric and limit. */
function split(tokens: readonly Token[], kind: BlockKind): readonly (readonly Token[])[] {
  const first = tokens[0];
  if (kind === 'stage') return [tokens];
  if (isCompared(kind)) {
    const compare = tokens.findIndex((t) => t.tokenType === Compare);
    return compare < 0 ? [tokens] : [tokens.slice(0, compare), tokens.slice(compare)];
  }
  const isShaped =
    tokens.some((t) => t.tokenType === Size && tokens.indexOf(t) <= 2) && first?.image === 'input';
  if (first?.tokenType !== LayerWord || isShaped) return [tokens.slice(0, 1), tokens.slice(1)];
  const named = tokens[1] !== undefined && tokens[1].tokenType !== AttributeWord ? 2 : 1;
  const built = tokens.findIndex((t) => t.tokenType === AttributeWord && isHardware(t.image, first.image));
  const end = built < 0 ? tokens.length : built;
  return [tokens.slice(0, 1), tokens.slice(1, named), tokens.slice(named, end), tokens.slice(end)];
}

/** Blocks whose statements compare a figure with a value. */
const isCompared = (kind: BlockKind): boolean => kind === 'budget' || kind === 'paper';

function measure(table: Table, rows: readonly Line[], kind: BlockKind): void {
  const isLayer = (row: Line): boolean => row.cells.length === 4;
  const layers = rows.filter(isLayer);
  // A paper's settings stand before its figures, and are no part of their columns.
  const compared = isCompared(kind) ? rows.filter((row) => row.cells.length > 1) : rows;
  const firsts = layers.length > 0 ? layers : compared;
  const width = (column: number, of: readonly Line[]): number =>
    Math.max(0, ...of.map((row) => row.cells[column]?.length ?? 0));
  if (kind === 'stage') return;
  table.widths.push(width(0, firsts));
  table.widths.push(
    width(
      1,
      layers.filter((row) => row.cells[2] !== '' || row.cells[3] !== ''),
    ),
  );
  table.widths.push(
    width(
      2,
      layers.filter((row) => row.cells[3] !== ''),
    ),
  );
}

function byKeyword(tokens: readonly Token[]): Token[][] {
  return grouped(tokens, (t) => t.tokenType === LayerWord || t.tokenType === SettingWord);
}

function layerRanges(tokens: readonly Token[]): Token[][] {
  return grouped(tokens, (t, previous) => {
    const isName = t.tokenType === Name || t.tokenType === Quoted;
    return isName && previous?.tokenType !== DotDot;
  });
}

function grouped(
  tokens: readonly Token[],
  begins: (t: Token, previous: Token | undefined) => boolean,
): Token[][] {
  const groups: Token[][] = [];
  let previous: Token | undefined;
  for (const token of tokens) {
    const group = groups[groups.length - 1];
    if (!group || begins(token, previous)) groups.push([token]);
    else group.push(token);
    previous = token;
  }
  return groups;
}
