/** What holds for any diagnostic and any quick fix of any design. */
import { expect } from 'vitest';
import { parse } from '../../grammar/src/index';
import type { Analysis } from '../../server/src/analysis/analyse';
import type { Diagnostic } from '../../server/src/diagnostics/diagnose';
import type { DiagnosticFix } from '../../server/src/diagnostics/placed-fixes';

/** Ranges lie in the text and cut no word: one that was counted from another block does. */
export function checkPlaces(text: string, diagnostics: readonly Diagnostic[]): void {
  for (const { code, start, end } of diagnostics) {
    const isInside = 0 <= start && start <= end && end <= text.length;
    if (!isInside) expect.fail(`${code} stands at ${start}-${end} of ${text.length} characters`);
    for (const at of [start, end])
      if (/^[\p{L}\p{N}_]{2}$/u.test(text.slice(Math.max(0, at - 1), at + 1)) && !isNumberEnd(text, at))
        expect.fail(
          `${code} cuts a word: ${text.slice(Math.max(0, start - 20), start)}▶${text.slice(start, end)}◀`,
        );
  }
}

/** `100MHz` is a number and its unit, `1x28x28` are three. */
function isNumberEnd(text: string, at: number): boolean {
  return /\d/.test(text[at - 1] ?? '') !== /\d/.test(text[at] ?? '');
}

/** Each fix of each diagnostic leaves a text with no more syntax errors than there were. */
export function checkFixedTexts(
  { files }: Pick<Analysis, 'files'>,
  diagnostics: readonly Diagnostic[],
): void {
  for (const { code, fixes } of diagnostics) {
    for (const fix of fixes) {
      for (const { uri, text } of files) {
        const fixed = applied(text, uri, fix);
        if (errors(fixed) > errors(text)) expect.fail(`${code}, ${fix.title}:\n${fixed}`);
      }
    }
  }
}

/** The text of one file with a fix; it may write to several. Fails where edits lie outside of the text or overlap. */
export function applied(text: string, uri: string, { title, edits }: DiagnosticFix): string {
  let result = '';
  let at = 0;
  const own = edits.filter((e) => e.uri === uri).sort((a, b) => a.start - b.start || a.end - b.end);
  for (const { start, end, text: inserted } of own) {
    if (start < at || end < start || end > text.length) expect.fail(`${title}: ${JSON.stringify(edits)}`);
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}

function errors(text: string): number {
  return parse(text).slots.reduce((sum, slot) => sum + slot.problems.length, 0);
}
