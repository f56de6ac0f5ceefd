/**
 * The bounds of a search for designs, by the real analysis of designs drawn at random: none of them is below what was printed. On
 * 200 networks: `EXEUNT_RUNS=200 npx vitest run test/plans/designs/design-bounds.test.ts`, which takes some minutes.
 */
import { describe, expect, it } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { bitsOf } from '../../../server/src/explore/exits/best-subsets';
import { legalFolds } from '../../../server/src/explore/folds/legal-folds';
import { structureEdits } from '../../../server/src/plans/designs/design-text';
import { exploreDesigns } from '../../../server/src/plans/designs/explore-designs';
import { structuresOf } from '../../../server/src/plans/designs/structures';
import { trunkOf } from '../../../server/src/plans/designs/trunk';
import { leavingOf } from '../../../server/src/plans/exits/leaving';
import { foldEdits } from '../../../server/src/plans/folding/fold-edits';
import { fitsOf } from '../../../server/src/plans/standing';
import { type State, tried } from '../../../server/src/plans/trial';
import { planned } from '../../support/plans';
import { runs, seeded } from '../../support/seed';
import { isSearched } from '../../support/searched-state';

const random = seeded(1910);
const oneOf = <T>(...all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];

/** Two to six layers with up to four exits; most of a small part, or little of a larger one. */
function smallNetwork(): string {
  const count = oneOf(2, 3, 4, 5, 6);
  const isImage = count > 2 && random() < 0.5;
  const names = Array.from({ length: count }, (_, i) => `l${i}`);
  const layers = names.map((name, i) => {
    if (isImage && i === 0) return `conv ${name} kernel 3x3 filters ${oneOf(4, 8)}`;
    const flat = i === (isImage ? 1 : 0) ? 'flatten\n  ' : '';
    return `${flat}dense ${name} units ${oneOf(4, 8, 24)}`;
  });
  const exits = names
    .slice(0, Math.min(4, count - 1))
    .filter(() => random() < 0.7)
    .map((name, i) => {
      const place = random() < 0.2 ? ' on cpu' : '';
      const first = isImage && name === 'l0' ? 'flatten ' : '';
      return `exit e${i} after ${name} { ${first}dense h${i} units 4 when softmax >= 0.9 rate ${oneOf(2, 10, 20)}%${place} }`;
    });
  return `device { board ${oneOf('pynq-z2', 'cora-z7-07s')} clock 100 MHz }
network n {
  input x ${isImage ? '1x10x10' : '1x6x6'}
  ${layers.join('\n  ')}
}
${exits.join('\n')}
stage all in static { l0 .. ${names.at(-1) ?? ''} }
schedule { policy ${oneOf('serial', 'overlap', 'speculate')} }
`;
}

/** The design with legal foldings at random. */
async function refolded(state: State): Promise<State | undefined> {
  const { modules, target } = state.analysis;
  const { ddrBytesPerSecond, clockHz } = target;
  const foldings = modules
    .filter((m) => m.place.kind !== 'cpu')
    .map((module) => ({
      module,
      parallel: module.layers.map((i) => {
        const layer = module.list.layers[i]?.shaped;
        const all = layer ? legalFolds(layer, { family: '7series', clockHz, ddrBytesPerSecond }) : [];
        return all[Math.floor(random() * all.length)]?.parallel ?? { pe: 1, simd: 1 };
      }),
    }));
  const edits = foldEdits(state, foldings, undefined);
  return edits && tried(state, edits, neverCancelled);
}

describe('the bounds of a search for designs', () => {
  it('hold for structures and foldings drawn at random', async () => {
    let compared = 0;
    for (let run = 0; run < runs(3); run++) {
      const before = await planned(smallNetwork());
      const trunk = trunkOf(before);
      const problem = before.analysis.timeline?.problem;
      if ('missing' in trunk || problem === undefined) throw new Error('a network with a timeline');
      const isFree = trunk.exits.length > 0;
      const asked = { objective: 'latency', exits: isFree ? 'free' : 'kept', accuracy: undefined } as const;
      const search = await exploreDesigns(before, asked, neverCancelled);
      if ('missing' in search) throw new Error(search.missing);
      const leaving = leavingOf(before, problem, search.exits);
      for (let drawn = 0; drawn < 8; drawn++) {
        const mask = Math.floor(random() * 2 ** trunk.exits.length);
        const { structures } = structuresOf(trunk, mask, []);
        const structure = structures[Math.floor(random() * structures.length)];
        if (structure === undefined) continue;
        const rates = new Map(
          trunk.exits.flatMap(({ spec }, bit) =>
            (mask >> bit) & 1 ? [[spec.name, leaving.rateOf(mask & (2 ** (bit + 1) - 1))]] : [],
          ),
        );
        const edits = structureEdits(before, trunk, structure, rates, 'here.');
        if (edits === undefined) continue;
        const group = search.groups.find((g) => g.kind === structure.kind && g.count === bitsOf(mask));
        const open = await tried(before, edits, neverCancelled);
        for (const state of [open, await refolded(open), await refolded(open)]) {
          const mean = state?.analysis.timeline?.schedule.meanNs;
          if (state === undefined || mean === undefined || fitsOf(state) === 'no' || !isSearched(state))
            continue;
          compared++;
          const text = `${structure.kind}\n${state.closure.files[0]?.text ?? ''}`;
          expect(mean, text).toBeGreaterThanOrEqual(Math.floor(group?.bound ?? Infinity));
          const { best, gap = 1 } = group ?? {};
          const least = best?.fits === 'yes' ? (best.after.analysis.timeline?.schedule.meanNs ?? 0) : 0;
          expect(mean, text).toBeGreaterThanOrEqual(Math.floor(least * (1 - gap)));
        }
      }
    }
    expect(compared).toBeGreaterThan(runs(3));
  }, 3_600_000);
});
