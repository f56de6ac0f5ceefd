/** Converts quick fixes to offsets of their files, and drops those that would break the text. */
import type { Analysis } from '../analysis/analysis';
import { located } from '../analysis/offsets';
import { editedFile } from '../workspace/edited';
import type { SourceDocument } from '../workspace/documents';
import type { FileSpan, Fix } from './rule';

export interface DiagnosticFix {
  readonly title: string;
  readonly edits: readonly (FileSpan & { readonly text: string })[];
}

/**
 * Fixes in absolute offsets, ready to apply, without those whose edits have no place, conflict, or add syntax errors.
 */
export function placedFixes(analysis: Analysis, fixes: readonly Fix[]): DiagnosticFix[] {
  return fixes
    .map((fix) => ({
      title: fix.title,
      edits: fix.edits.flatMap(({ at: where, text }) => {
        const span = located(analysis, where);
        return span ? [written(analysis, span, text)] : [];
      }),
    }))
    .flatMap(({ title, edits }) => {
      const apart = separated(edits);
      return apart && apart.length > 0 && !spoils(analysis, apart) ? [{ title, edits: apart }] : [];
    });
}

type FileEdit = DiagnosticFix['edits'][number];

function spoils({ files }: Analysis, edits: readonly FileEdit[]): boolean {
  return files.some((file) => syntaxErrors(editedFile(file, edits)) > syntaxErrors(file));
}

function syntaxErrors({ tree }: SourceDocument): number {
  return tree.slots.reduce((sum, slot) => sum + slot.problems.length, 0);
}

/**
 * Makes a fix's edits disjoint, as editors require, by merging overlapping removals. Undefined if two edits conflict.
 */
export function separated(edits: readonly FileEdit[]): readonly FileEdit[] | undefined {
  const apart: FileEdit[] = [];
  const inOrder = [...edits].sort((a, b) => compare(a.uri, b.uri) || a.start - b.start || a.end - b.end);
  for (const edit of inOrder) {
    const last = apart.at(-1);
    if (last?.uri !== edit.uri || edit.start >= last.end) {
      // Merge identical insertions.
      const isTwice = last?.uri === edit.uri && last.start === edit.start && edit.end === last.end;
      if (!isTwice || last.text !== edit.text) apart.push(edit);
    } else if (last.text === '' && edit.text === '') {
      apart[apart.length - 1] = { ...last, end: Math.max(last.end, edit.end) };
    } else if (last.start !== edit.start || last.end !== edit.end || last.text !== edit.text) {
      return undefined;
    }
  }
  return apart;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** An edit that leaves no stray blanks and does not merge with adjacent words. */
function written(analysis: Analysis, at: FileSpan, inserted: string): FileEdit {
  const span = inserted === '' ? withSpace(analysis, at) : at;
  const all = analysis.files.find((f) => f.uri === span.uri)?.text ?? '';
  const [before = '', after = ''] = [all[span.start - 1], all[span.end]];
  const old = all.slice(at.start, at.end);
  if (inserted === '') return { ...span, text: growsTogether(before, after) ? ' ' : '' };
  const left = growsTogether(before, inserted[0] ?? '') && !isSameKind(old[0], inserted[0]) ? ' ' : '';
  const right =
    growsTogether(inserted.at(-1) ?? '', after) && !isSameKind(old.at(-1), inserted.at(-1)) ? ' ' : '';
  return { ...span, text: `${left}${inserted}${right}` };
}

/** Whether two characters are lexed as one word or number: `0network` is two tokens, `MHznetwork` is one. */
function growsTogether(before: string, after: string): boolean {
  return /^(?:[\p{L}_][\p{L}\p{N}_]|\p{N}\p{N})$/u.test(before + after);
}

/** Whether the old text had the same kind of character at this edge, so that spacing was already right. */
function isSameKind(old: string | undefined, now: string | undefined): boolean {
  const isDigit = (c: string): boolean => /\p{N}/u.test(c);
  return old !== undefined && now !== undefined && isWord(old) && isDigit(old) === isDigit(now);
}

const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);

/** Extends a removal by the space before it, or to the whole line if nothing else is on it. */
function withSpace({ files }: Analysis, { uri, start, end }: FileSpan): FileSpan {
  const text = files.find((f) => f.uri === uri)?.text ?? '';
  let from = start;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--;
  if (from > 0 && text[from - 1] !== '\n') return { uri, start: from, end };
  const after = /[ \t]*\r?\n/y;
  after.lastIndex = end;
  return after.test(text) ? { uri, start: from, end: after.lastIndex } : { uri, start, end };
}
