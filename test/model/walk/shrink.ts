/** The least network that shows the same finding. */
import { type Recipe, build } from './recipe';
import { type Finding, type Passed, check } from './stages';

/** Names and figures of one network left out: what findings of one cause have in common. */
export function causeOf({ stage, detail }: Finding): string {
  const words = detail
    .split('\n')[0]
    ?.replace(/`[^`]*`|\b[A-Za-z]\w*_\d+\w*|\b(?:exit|[a-z])\d+\b|(?<![A-Za-z])\d[\d.,x]*(?:e-?\d+)?/g, '…');
  return `${stage}: ${words ?? ''}`.slice(0, 240);
}

/** Leaves out steps and habits of style, as long as the finding has the same cause. */
export async function shrunk(
  recipe: Recipe,
  finding: Finding,
): Promise<{ recipe: Recipe; finding: Finding }> {
  const cause = causeOf(finding);
  let least = { recipe, finding };
  for (let changed = true; changed;) {
    changed = false;
    for (const candidate of simpler(least.recipe)) {
      const found: Passed | Finding = await check(build(candidate));
      if (!('stage' in found) || causeOf(found) !== cause) continue;
      least = { recipe: candidate, finding: found };
      changed = true;
      break;
    }
  }
  return least;
}

const plain: Recipe['style'] = {
  opset: 13,
  batch: 1,
  hidden: false,
  shuffled: false,
  outputs: 'made',
  softmax: false,
  named: true,
};

function* simpler(recipe: Recipe): Generator<Recipe> {
  const { steps, style, input } = recipe;
  for (let i = steps.length - 1; i >= 0; i--) yield { ...recipe, steps: steps.toSpliced(i, 1) };
  for (const key of Object.keys(plain) as (keyof typeof plain)[]) {
    if (style[key] !== plain[key]) yield { ...recipe, style: { ...style, [key]: plain[key] } };
  }
  if (input.kind !== 'image') yield { ...recipe, input: { ...input, kind: 'image' } };
}
