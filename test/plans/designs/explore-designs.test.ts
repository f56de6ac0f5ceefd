import { describe, expect, it } from 'vitest';
import { Cancelled, neverCancelled } from '../../../server/src/base/checkpoint';
import { legalFolds } from '../../../server/src/explore/folds/legal-folds';
import { structureEdits } from '../../../server/src/plans/designs/design-text';
import {
  type DesignsAsked,
  type DesignSearch,
  type FirstAnswer,
  exploreDesigns,
} from '../../../server/src/plans/designs/explore-designs';
import { designSentence } from '../../../server/src/plans/designs/judgement';
import { lowerBounds } from '../../../server/src/plans/designs/lower-bound';
import {
  isFrontResident,
  shapesOf,
  structuresIn,
  structuresOf,
} from '../../../server/src/plans/designs/structures';
import { trunkOf } from '../../../server/src/plans/designs/trunk';
import { foldEdits } from '../../../server/src/plans/folding/fold-edits';
import { fitsOf } from '../../../server/src/plans/standing';
import { type State, tried } from '../../../server/src/plans/trial';
import { planned, stateOfSample } from '../../support/plans';
import { seeded } from '../../support/seed';
import { isSearched } from '../../support/searched-state';

const kept: DesignsAsked = { objective: 'latency', exits: 'kept', accuracy: undefined };

async function searched(before: State, asked = kept): Promise<DesignSearch> {
  const found = await exploreDesigns(before, asked, neverCancelled);
  if ('missing' in found) throw new Error(found.missing);
  return found;
}

const random = seeded(190);
const oneOf = <T>(...all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];

function smallDesign(): string {
  const rates = [oneOf(20, 50, 80), oneOf(5, 15)];
  return `device { board ${oneOf('pynq-z2', 'cora-z7-07s')} clock 100 MHz }
network n {
  input x ${oneOf(1, 3)}x12x12
  conv a kernel 3x3 filters ${oneOf(4, 8)}
  maxpool p window 2x2
  conv b kernel 3x3 filters ${oneOf(4, 6, 16)} pad 1
  flatten
  dense f units ${oneOf(10, 24)}
  dense g units 4
}
exit early after p { flatten dense e1 units 4 when softmax >= 0.9 rate ${rates[0] ?? 0}% }
exit late after b { flatten dense e2 units 4 when softmax >= 0.9 rate ${rates[1] ?? 0}% on cpu }
stage s1 in static { a .. g }
schedule { policy overlap }
`;
}

/** The design with legal foldings at random. */
async function refolded(state: State): Promise<State | undefined> {
  const { modules, target } = state.analysis;
  const options = {
    family: '7series',
    clockHz: target.clockHz,
    ddrBytesPerSecond: target.ddrBytesPerSecond,
  } as const;
  const foldings = modules
    .filter((m) => m.place.kind !== 'cpu')
    .map((module) => ({
      module,
      parallel: module.layers.map((i) => {
        const layer = module.list.layers[i]?.shaped;
        const all = layer ? legalFolds(layer, options) : [];
        return all[Math.floor(random() * all.length)]?.parallel ?? { pe: 1, simd: 1 };
      }),
    }));
  const edits = foldEdits(state, foldings, undefined);
  return edits && tried(state, edits, neverCancelled);
}

describe('each kind of design with its best structure', () => {
  it('has no gap where its best may not fit: the bound is of those that do', async () => {
    const before = await planned(`device { board cora-z7-07s clock 100 MHz }
network n {
  input x 1x12x12
  conv a kernel 3x3 filters 16
  conv b kernel 3x3 filters 16
  flatten
  dense f units 80
  dense g units 4
}
exit early after a { flatten dense e1 units 4 when softmax >= 0.9 rate 40% }
stage s1 in static { a }
stage s2 in static { b .. g }
schedule { policy overlap }
`);
    const { groups } = await searched(before);
    const narrow = groups.filter((g) => g.best?.fits === 'undecided');
    expect(narrow.map((g) => g.kind)).toContain('static');
    for (const { gap, bound } of narrow) expect([gap, bound]).toEqual([undefined, expect.any(Number)]);
  });

  it('none of small designs drawn at random is below the bound of its kind', async () => {
    let compared = 0;
    // On the smaller board few of them keep to the limits.
    for (let i = 0; i < 2 || (compared <= 5 && i < 10); i++) {
      const before = await planned(smallDesign());
      const search = await searched(before);
      const trunk = trunkOf(before);
      if ('missing' in trunk) throw new Error(trunk.missing);
      const { structures } = structuresOf(trunk, 3, []);
      for (let drawn = 0; drawn < 6; drawn++) {
        const structure = structures[Math.floor(random() * structures.length)];
        const edits = structure && structureEdits(before, trunk, structure, new Map(), 'here.');
        expect(edits, JSON.stringify(structure)).toBeDefined();
        if (structure === undefined || edits === undefined) continue;
        const group = search.groups.find((g) => g.kind === structure.kind);
        const open = await tried(before, edits, neverCancelled);
        for (const state of [open, await refolded(open), await refolded(open)]) {
          const mean = state?.analysis.timeline?.schedule.meanNs;
          if (state === undefined || mean === undefined || fitsOf(state) === 'no' || !isSearched(state))
            continue;
          compared++;
          const text = state.closure.files[0]?.text ?? '';
          expect(mean, text).toBeGreaterThanOrEqual(Math.floor(group?.bound ?? Infinity));
          const best = group?.best?.after.analysis.timeline?.schedule.meanNs ?? Infinity;
          if (group?.best?.fits === 'yes')
            expect(mean, text).toBeGreaterThanOrEqual(Math.floor(best * (1 - (group.gap ?? 1))));
        }
      }
    }
    expect(compared).toBeGreaterThan(5);
  }, 240_000);

  it('of B-LeNet: every kind has a design that fits, with the figures of its own text', async () => {
    const before = await stateOfSample('blenet-pynq-z2');
    const search = await searched(before);
    expect(search.complete).toBe(true);
    expect(search.groups.map((g) => g.kind)).toEqual([
      'static',
      'static+memory',
      'serial',
      'overlap',
      'speculate',
    ]);
    for (const { best, kind } of search.groups) {
      expect(best?.fits, kind).toBe('yes');
      const again = best && (await tried(before, best.edits, neverCancelled));
      expect(again?.analysis.timeline?.schedule.meanNs).toBe(best?.after.analysis.timeline?.schedule.meanNs);
      expect(again?.closure.files[0]?.text).not.toMatch(/parallel auto|pblock auto/);
      expect(again?.closure.files[0]?.text).toMatch(/^\/\/ Found by `exeunt explore`: /);
    }
    const means = search.candidates.map((c) => c.after.analysis.timeline?.schedule.meanNs ?? Infinity);
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    // Resident: all of it fits this part, and no load is as short as what it computes.
    expect(search.candidates[0]?.kind).toMatch(/^static/);
    expect(designSentence(search)).toMatch(
      /^Static.*The best reconfigured design .* times as long\. A load takes /s,
    );
    // Most leave before the region: no kind with a region is better than this.
    const reconfigured = search.candidates.find((c) => c.structure && c.kind === 'serial');
    expect(reconfigured?.isFrontResident).toBe(true);
  }, 240_000);

  it('chooses exits too, and leaves out those that are wrong too often', async () => {
    const before = await stateOfSample('front-and-tail');
    const search = await searched(before, { ...kept, exits: 'free', accuracy: 0.985 });
    const counts = new Set(search.groups.map((g) => g.count));
    expect(counts.has(0)).toBe(true);
    for (const { after, exits } of search.candidates.slice(1)) {
      expect(after.analysis.design.exits.map((e) => e.name)).toEqual(exits);
      expect(after.analysis.profile?.rates?.accuracy).toBeGreaterThanOrEqual(0.985 - 1e-9);
    }
  }, 240_000);

  it('chooses among eight exits, twice alike, with a bound for each number of them', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `d${i}`);
    const layers = names.map((name) => `dense ${name} units 8`).join('\n  ');
    const heads = names
      .slice(0, 8)
      .map(
        (name, i) => `exit e${i} after ${name} { dense h${i} units 4 when softmax >= 0.9 rate ${i + 3}% }`,
      );
    const before = await planned(`device { board pynq-z2 clock 100 MHz }
network n {
  input x 1x4x4
  flatten
  ${layers}
}
${heads.join('\n')}
schedule { policy overlap }
`);
    const asked: DesignsAsked = { ...kept, exits: 'free' };
    const [search, again] = [await searched(before, asked), await searched(before, asked)];
    let first: FirstAnswer | undefined;
    const stop = (): Promise<void> => Promise.reject(new Cancelled());
    await exploreDesigns(before, asked, stop, undefined, (answer) => (first = answer));
    expect(first).toMatchObject({ sets: 256, best: { structure: { kind: 'static', exits: 0 } } });
    expect(search.groups).toHaveLength(5 * 9);
    const told = ({ groups }: DesignSearch) =>
      groups.map(({ kind, count, best, bound, gap, tried: n }) => ({
        ...{ kind, count, bound, gap, n },
        text: best?.after.closure.files[0]?.text,
      }));
    expect(told(again)).toEqual(told(search));
    for (const { kind, count, best, bound } of search.groups) {
      // A region has two stages, and resident neighbours without an exit between them are one.
      if (best === undefined) continue;
      expect(best.exits, kind).toHaveLength(count);
      expect(best.fits, `${kind} ${count}: ${best.trouble}`).not.toBe('no');
      expect(bound).toBeLessThanOrEqual(best.after.analysis.timeline?.schedule.meanNs ?? 0);
    }
    const none = search.groups.find((g) => g.kind === 'static' && g.count === 0);
    expect(none?.best?.after.analysis.design.stages).toHaveLength(1);
  }, 240_000);

  it('gives the best so far when it is interrupted', async () => {
    const before = await planned(smallDesign());
    let pauses = 0;
    const stop = async (): Promise<void> => {
      if (++pauses > 2) throw new Cancelled();
      return Promise.resolve();
    };
    const found = await exploreDesigns(before, kept, stop);
    if ('missing' in found) throw new Error(found.missing);
    expect(found.complete).toBe(false);
    expect(found.candidates.length).toBeGreaterThan(0);
  }, 60_000);

  it('says what is missing', async () => {
    const missing = async (text: string, asked = kept): Promise<string> => {
      const found = await exploreDesigns(await planned(text), asked, neverCancelled);
      return 'missing' in found ? found.missing : 'nothing';
    };
    const network = 'network n { input x 1x4x4\n flatten\n dense f units 2 }';
    expect(await missing(network)).toMatch(/^a known device/);
    expect(await missing('device { board pynq-z2 }')).toBe('a network');
    const two = `device { board pynq-z2 }\n${network}\n${network.replace('network n', 'network m')}`;
    expect(await missing(two)).toBe("one network: 'm' is a second one");
    expect(await missing(`device { board pynq-z2 }\n${network}`, { ...kept, exits: 'free' })).toBe('an exit');
  });
});

describe('the bounds of a shape', () => {
  it('are not above those of its structures', async () => {
    const before = await planned(smallDesign());
    const trunk = trunkOf(before);
    if ('missing' in trunk) throw new Error(trunk.missing);
    const bounds = lowerBounds(before, trunk, (mask) => (mask === 1 ? 0.5 : mask === 0 ? 0 : 0.2));
    let compared = 0;
    for (const mask of [0, 1, 2, 3])
      for (const shape of shapesOf(trunk, mask, []).shapes)
        for (const structure of structuresIn(trunk, shape)) {
          const [own, least] = [bounds.of(structure), bounds.ofShape(shape, structure.kind)];
          if (own === undefined) continue;
          compared++;
          expect(least?.meanNs, JSON.stringify(structure)).toBeLessThanOrEqual(own.meanNs + 1);
          expect(least?.worstNs, JSON.stringify(structure)).toBeLessThanOrEqual(own.worstNs + 1);
        }
    expect(compared).toBeGreaterThan(100);
  });
});

describe('the structures that are compared', () => {
  it('have a load for every region, and the resident front among them', async () => {
    const trunk = trunkOf(await planned(smallDesign()));
    if ('missing' in trunk) throw new Error(trunk.missing);
    const { structures, cuts } = structuresOf(trunk, 3, []);
    expect(cuts).toBe('every set of cuts');
    for (const { places, kind } of structures) {
      const regions = [...new Set(places.filter((p) => p >= 0))];
      expect(regions.length > 0).toBe(!kind.startsWith('static'));
      for (const region of regions) expect(places.filter((p) => p === region).length).toBeGreaterThan(1);
    }
    expect(structures.some((s) => isFrontResident(s))).toBe(true);
    // Every chosen exit is a cut.
    const behind = trunk.exits.flatMap(({ cut }) => cut ?? []);
    expect(structures.every((s) => behind.every((b) => s.cuts.includes(b)))).toBe(true);
  });
});
