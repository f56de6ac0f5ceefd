/**
 * Designs with their diagnostics written under the lines:
 *
 *     filters 6 stride 0
 *     //               ^ EX2007 must be above zero
 *
 * The carets mark the range on the line above, the code must be equal and the message hold the words behind it.
 * `^…` is a range that goes on beyond its line. Every diagnostic must be written, and nothing else.
 */
import { expect } from 'vitest';
import { type Diagnostic, diagnose } from '../../server/src/diagnostics/diagnose';
import { LineIndex } from '../../server/src/workspace/positions';
import { checkFixedTexts, checkPlaces } from './every-fix';
import { load } from './fixture';

const mark = /^(\s*\/\/[^^]*?)(\^+)(…?)[ ]+(EX\d{4})(?:[ ]+(\S.*?))?\s*$/;

interface Expected {
  readonly place: string;
  readonly message: string;
}

export async function checkDiagnostics(fixture: string): Promise<void> {
  const { analysis, text } = await load(fixture);
  const expected = expectedIn(text);
  const lines = new LineIndex(text);
  const diagnostics = diagnose(analysis);
  checkPlaces(text, diagnostics);
  checkFixedTexts(analysis, diagnostics);
  const found = diagnostics.map((d) => ({ place: placeOf(lines, d), message: d.message }));
  const shown = found.map(({ place, message }) => {
    const match = expected.find((e) => e.place === place && message.includes(e.message));
    return match ? `${place} ${match.message}`.trim() : `${place} ${message}`;
  });
  expect(shown.sort()).toEqual(expected.map((e) => `${e.place} ${e.message}`.trim()).sort());
}

/** `3:7-12 EX2007`, lines and columns counted from 1; `3:7…` where the range leaves its line. */
function placeOf(lines: LineIndex, { start, end, code }: Diagnostic): string {
  const from = lines.positionAt(start);
  const to = lines.positionAt(end);
  // An empty range is marked by one caret.
  const last = start === end ? from.character + 1 : to.character;
  const range = from.line === to.line ? `${from.character + 1}-${last}` : `${from.character + 1}…`;
  return `${from.line + 1}:${range} ${code}`;
}

function expectedIn(text: string): Expected[] {
  let line = 0;
  return text.split('\n').flatMap((content, index) => {
    const [, before = '', carets = '', on = '', code = '', message = ''] = mark.exec(content) ?? [];
    if (code === '') {
      line = index + 1;
      return [];
    }
    const column = before.length + 1;
    const range = on === '' ? `${column}-${before.length + carets.length}` : `${column}…`;
    return [{ place: `${line}:${range} ${code}`, message }];
  });
}
