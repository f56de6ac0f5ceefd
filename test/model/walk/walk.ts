/** Walks over random networks by their numbers, and tells what was found by cause. */
import { type Recipe, build, recipeOf } from './recipe';
import { causeOf, shrunk } from './shrink';
import { type Finding, type Passed, check } from './stages';

export interface Walked {
  readonly number: number;
  readonly found: Passed | Finding;
}

export async function walk(from: number, count: number): Promise<readonly Walked[]> {
  const all: Walked[] = [];
  for (let number = from; number < from + count; number++) {
    all.push({ number, found: await check(build(recipeOf(number))) });
  }
  return all;
}

/** What went wrong, by cause, the most frequent first; of each the first network with as little in it as shows it. */
export async function summary(all: readonly Walked[]): Promise<string> {
  const counts = new Map<string, number>();
  const causes = new Map<string, { numbers: number[]; finding: Finding }>();
  for (const { number, found } of all) {
    const kind = 'stage' in found ? found.stage : found.numbers ? 'held' : 'refused, as import has said';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (!('stage' in found)) continue;
    const known = causes.get(causeOf(found));
    if (known) known.numbers.push(number);
    else causes.set(causeOf(found), { numbers: [number], finding: found });
  }
  const byCount = [...causes.values()].sort((a, b) => b.numbers.length - a.numbers.length);
  const parts = await Promise.all(byCount.map(({ numbers, finding }) => described(numbers, finding)));
  return [...[...counts].map(([kind, n]) => `${n} ${kind}`), ...refusals(all), ...parts].join('\n');
}

/** What import has said it would refuse, by cause. */
function refusals(all: readonly Walked[]): string[] {
  const found = new Map<string, number[]>();
  for (const { number, found: each } of all) {
    if ('stage' in each || each.refused === undefined) continue;
    const cause = causeOf({ stage: 'refused after import, without a note', detail: each.refused });
    found.set(cause, [...(found.get(cause) ?? []), number]);
  }
  return [...found].map(([cause, numbers]) => `  ${cause.replace(/^[^:]*: /, '')} (${numbers.join(', ')})`);
}

async function described(numbers: readonly number[], finding: Finding): Promise<string> {
  const [first = 0] = numbers;
  const least = await shrunk(recipeOf(first), finding);
  return [
    '',
    `${finding.stage} (${numbers.length}: ${numbers.slice(0, 8).join(', ')}${numbers.length > 8 ? ' …' : ''})`,
    `  ${least.finding.detail.slice(0, 600)}`,
    `  network ${first}, ${written(least.recipe)}`,
    ...build(least.recipe).lines.map((line) => `    ${line}`),
  ].join('\n');
}

function written({ style, input, steps }: Recipe): string {
  return `over ${input.kind}: ${steps.map((s) => s.kind).join(', ') || 'no step'} (${Object.values(style).join(', ')})`;
}
