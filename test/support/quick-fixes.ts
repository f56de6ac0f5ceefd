/** Applies each quick fix of a diagnostic to its design and sees that the diagnostic goes. */
import { expect } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { applied as applyFix } from './every-fix';
import { type State, troubles } from '../../server/src/plans/trial';
import { load } from './fixture';
import { afterPlan, planned, plansOf } from './plans';

/**
 * The first diagnostic with the code has fixes with just these titles, in this order; each gives the lines that
 * its text did not have before, and leaves fewer diagnostics of that code than there were.
 */
export async function checkFixes(
  fixture: string,
  code: string,
  expected: Readonly<Record<string, string>>,
): Promise<void> {
  const { text, fixed, ...rest } = await applied(fixture, code);
  const changed = fixed.map(({ title, after }) => [title, newLines(text, after)] as const);
  expect(Object.fromEntries(changed)).toEqual(expected);
  await checkHelp(fixture, code, { text, fixed, ...rest });
}

/** The same for fixes that are tried before they are offered: their titles without what they lead to, and that each helps. */
export async function checkWaysOut(fixture: string, code: string, titles: readonly string[]): Promise<void> {
  const before = await planned(fixture);
  const plans = plansOf(before, code);
  expect(plans.map(({ title }) => title.slice(0, title.lastIndexOf(': ')))).toEqual(titles);
  const count = (state: State): number => state.diagnostics.filter((d) => d.code === code).length;
  for (const plan of plans) {
    const after = await afterPlan(before, plan);
    expect(count(after), plan.title).toBeLessThan(count(before));
    expect(plan.title).toMatch(/: (fits|may fit), mean [^,]* [mµn]s(, \d+ errors? (is|are) left)?$/);
    expect(plan.title.includes(': fits')).toBe(troubles(after).length === 0);
  }
}

interface Applied {
  readonly text: string;
  readonly before: number;
  readonly fixed: readonly { readonly title: string; readonly after: string }[];
}

async function applied(fixture: string, code: string): Promise<Applied> {
  const { analysis, text } = await load(fixture);
  const before = diagnose(analysis).filter((d) => d.code === code);
  const fixes = before[0]?.fixes ?? [];
  const fixed = fixes.map((fix) => {
    expect(fix.edits.every((e) => e.uri === analysis.uri)).toBe(true);
    return { title: fix.title, after: applyFix(text, analysis.uri, fix) };
  });
  return { text, before: before.length, fixed };
}

async function checkHelp(fixture: string, code: string, { text, before, fixed }: Applied): Promise<void> {
  for (const { after } of fixed) {
    const again = await load(fixture.replace(text, () => after));
    const left = diagnose(again.analysis).filter((d) => d.code === code);
    expect(left.length, after).toBeLessThan(before);
  }
}

function newLines(before: string, after: string): string {
  const known = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !known.has(line))
    .join('\n');
}
