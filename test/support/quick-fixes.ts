/** Applies each quick fix of a diagnostic to its design and sees that the diagnostic goes. */
import { expect } from 'vitest';
import { type DiagnosticFix, diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from './fixture';

/**
 * The first diagnostic with the code has fixes with just these titles, in this order; each gives the lines that
 * its text did not have before, and leaves fewer diagnostics of that code than there were.
 */
export async function checkFixes(
  fixture: string,
  code: string,
  expected: Readonly<Record<string, string>>,
): Promise<void> {
  const { analysis, text } = await load(fixture);
  const before = diagnose(analysis).filter((d) => d.code === code);
  const fixes = before[0]?.fixes ?? [];
  const fixed = fixes.map((fix) => ({ title: fix.title, after: apply(text, analysis.uri, fix) }));
  const changed = fixed.map(({ title, after }) => [title, newLines(text, after)] as const);
  expect(Object.fromEntries(changed)).toEqual(expected);
  for (const { after } of fixed) {
    const again = await load(fixture.replace(text, () => after));
    const left = diagnose(again.analysis).filter((d) => d.code === code);
    expect(left.length, after).toBeLessThan(before.length);
  }
}

function apply(text: string, uri: string, { edits }: DiagnosticFix): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    expect(edit.uri).toBe(uri);
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}

function newLines(before: string, after: string): string {
  const known = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !known.has(line))
    .join('\n');
}
