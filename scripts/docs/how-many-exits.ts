/** README of the sample that asks how many exits a network should have: all figures are the product's own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyse } from '../../server/src/analysis/analyse';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { formatAccuracy, formatNs } from '../../server/src/base/format';
import { uriOfFile } from '../../server/src/cli/read-file';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { checkModels } from '../../server/src/model/model-check';
import { nodeFileSystem } from '../../server/src/node/file-system';
import { type Candidate, type ExitSearch, exploreExits } from '../../server/src/plans/exits/explore-exits';
import { bestOf, isFree, sentenceOf } from '../../server/src/plans/exits/judgement';
import { errorsOf, type State } from '../../server/src/plans/trial';
import { Documents } from '../../server/src/workspace/documents';
import { table } from './table';

const design = 'samples/how-many-exits/vgg16.exeunt';
export const howManyExitsPage = 'samples/how-many-exits/README.md';

/** Smaller parts, on which the same design is asked for. */
const smaller = ['board pynq-z2', 'part xc7z010clg400-1'];
/** Large enough for every stage at once. */
const larger = 'board zcu102';

/** @param root the repository */
export async function howManyExits(root: string): Promise<string> {
  const path = join(root, design);
  const text = await readFile(path, 'utf8');
  const swapped = await stateOf(path, text);
  const resident = await stateOf(path, asResident(text));
  const [inTurns, atOnce] = [await searched(swapped), await searched(resident)];
  const board = boardOf(text);
  const turns = bestOf(inTurns);
  const waiting = fastest(overlapOf(atOnce));
  const refusals = await Promise.all(
    smaller.map(async (target) => {
      const state = await stateOf(path, text.replace(board, target));
      const [first] = errorsOf(state);
      return `- \`${target}\`: ${first ? first.message : 'it fits.'}`;
    }),
  );
  const paragraphs = [
    ['# How many exits, and are they free?'],
    [
      'VGG-16 at a quarter of its width (20 million multiply-accumulates, 1.08 million parameters), trained on CIFAR-10 with',
      'an exit after each of its first fifteen layers. `npm run docs` makes this page from the sample, as',
      `\`exeunt explore exits ${design} --as-written\` does: each of the 32,768 subsets is timed under every policy, with what`,
      'the trace of 10,000 test images says of each exit. Every threshold is 0.9, and only subsets count that are right as',
      'often as the budget asks.',
    ],
    ['## Two regions that take turns'],
    [`On the \`${board}\`, as the file has it. ${sentenceOf(inTurns)}`],
    ...(turns ? [[`Beside static designs: ${verdictOf(turns)}`]] : []),
    ['## All stages resident'],
    [
      `The same network, folding and exits with every stage in the static part of a larger chip (\`${larger}\`), so that nothing`,
      `is loaded. ${sentenceOf(atOnce)}`,
      ...(waiting
        ? [
            `Under \`overlap\`, where each stage waits for the check, it is least at ${waiting.names.length} exits (${formatNs(waiting.meanNs)}).`,
          ]
        : []),
    ],
    ['## Side by side, under `overlap`'],
    [curves(inTurns, atOnce)],
    ['## What it depends on'],
    [
      'An exit gains what the inputs that leave there are spared, and costs those that stay its check, unless the check is hidden.',
      `Two regions that take turns hide it behind the load of the next stage: ${freeOf(turns)} of the ${inTurns.exits.length} exits are free, and more exits only`,
      'help. Where nothing is loaded, `speculate` hides it behind the next stage itself. Only where a check is waited for has the',
      'curve a least point inside: steep at first, flat on its right.',
    ],
    ['## Smaller chips'],
    ['The same file with another target:'],
    [refusals.join('\n')],
  ];
  return paragraphs.map((lines) => lines.join('\n')).join('\n\n');
}

async function stateOf(path: string, text: string): Promise<State> {
  const documents = new Documents(nodeFileSystem);
  const uri = uriOfFile(path);
  documents.open(uri, 1, text);
  const closure = await documents.closure(uri);
  if (closure === undefined) throw new Error(`${path} cannot be read`);
  const analysis = await analyse(closure, neverCancelled, { uncalibrated: true, models: checkModels });
  return { closure, analysis, diagnostics: diagnose(analysis) };
}

async function searched(state: State): Promise<ExitSearch> {
  const search = await exploreExits(state, { objective: 'latency', accuracy: undefined }, neverCancelled);
  if ('missing' in search) throw new Error(`needs ${search.missing}`);
  return search;
}

function boardOf(text: string): string {
  return /\bboard \w+/.exec(text)?.[0] ?? '';
}

function asResident(text: string): string {
  return text
    .replace(boardOf(text), larger)
    .replace(/ in rp\d/g, ' in static')
    .replace(/^region rp\d \{[^}]*\}\n/gm, '');
}

function verdictOf({ after }: Candidate): string {
  return after.analysis.comparison?.verdict ?? 'not known.';
}

function freeOf(best: Candidate | undefined): number {
  return best?.prices.filter(isFree).length ?? 0;
}

function overlapOf({ curves: all }: ExitSearch): readonly (Candidate | undefined)[] {
  return all.find((c) => c.policy === 'overlap')?.byCount ?? [];
}

function fastest(candidates: readonly (Candidate | undefined)[]): Candidate | undefined {
  return candidates.flatMap((c) => c ?? []).sort((a, b) => a.meanNs - b.meanNs)[0];
}

/** The best of each number of exits in both. */
function curves(inTurns: ExitSearch, atOnce: ExitSearch): string {
  const figures = (c: Candidate | undefined): string[] =>
    c
      ? [formatNs(c.meanNs), formatNs(c.worstNs), formatAccuracy(c.accuracy ?? 0), c.names.join(' ')]
      : ['–', '–', '–', ''];
  const others = overlapOf(atOnce);
  return table(
    [
      'exits',
      ...['in turns: mean', 'worst', 'accuracy', 'which'],
      ...['resident: mean', 'worst', 'accuracy', 'which'],
    ],
    overlapOf(inTurns).map((c, count) => [String(count), ...figures(c), ...figures(others[count])]),
  );
}
