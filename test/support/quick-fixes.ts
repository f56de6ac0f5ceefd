/** Applies each quick fix of a code to a design and sees that the diagnostic goes. */
import { expect } from 'vitest';
import { type DiagnosticFix, diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from './fixture';

/**
 * The fixture's own text after each fix of its first diagnostic with the code. There must be fixes with just these
 * titles, and after none of them may there be as many diagnostics of that code as before.
 */
export async function checkFixes(
  fixture: string,
  code: string,
  titles: readonly string[],
): Promise<string[]> {
  const { analysis, text } = await load(fixture);
  const before = diagnose(analysis).filter((d) => d.code === code);
  const fixes = before[0]?.fixes ?? [];
  expect(fixes.map((f) => f.title)).toEqual(titles);
  const fixed = fixes.map((fix) => apply(text, analysis.uri, fix));
  for (const after of fixed) {
    const again = await load(fixture.replace(text, () => after));
    const left = diagnose(again.analysis).filter((d) => d.code === code);
    expect(left.length, after).toBeLessThan(before.length);
  }
  return fixed;
}

function apply(text: string, uri: string, { edits }: DiagnosticFix): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    expect(edit.uri).toBe(uri);
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}
