import { beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { sum } from '../../../server/src/energy/index';
import { arriving, energyOf, isSurelyLess } from '../../../server/src/plans/energy/energy-of';
import { type MapSearch, exploreMap } from '../../../server/src/plans/map/explore-map';
import { mapSentence } from '../../../server/src/plans/map/judgement';
import { exploreExits } from '../../../server/src/plans/exits/explore-exits';
import { exploreParts } from '../../../server/src/plans/parts/explore-parts';
import { leakageSentences } from '../../../server/src/plans/parts/judgement';
import { partEdit } from '../../../server/src/plans/parts/part-text';
import { placed } from '../../../server/src/plans/candidates';
import { type State, tried } from '../../../server/src/plans/trial';
import { planned } from '../../support/plans';

const design = (device: string, schedule = ''): string => `device { ${device} clock 100 MHz }
network n {
  input x 1x12x12
  conv a kernel 3x3 filters 4
  maxpool p window 2x2
  flatten
  dense f units 10
  dense g units 4
}
exit early after p { flatten dense e1 units 4 when softmax >= 0.9 rate 70% }
stage one in static { a .. p }
stage two in static { f .. g }
schedule { policy overlap batch 1 ${schedule} }
`;

async function on(before: State, part: string): Promise<State> {
  const edit = partEdit(before, part);
  const edits = edit && placed(before, [{ title: '', edits: [edit] }])[0]?.edits;
  return tried(before, edits ?? [], neverCancelled);
}

describe('energy of a design on another part', () => {
  it('has the processing system of the file, and what the other part leaks', async () => {
    const before = await planned(design('board pynq-z2'));
    const [here, there] = [energyOf(before, before), energyOf(before, await on(before, 'xc7z010'))];
    const saved = (here?.base.watts.value ?? 0) - (there?.base.watts.value ?? 0);
    expect(saved).toBeCloseTo((here?.leakage.value ?? 0) - (there?.leakage.value ?? 0), 4);
    expect(saved).toBeGreaterThan(0.005);
    expect(saved).toBeLessThan(0.03);
    expect(there?.base.quantity).toBe('chip');
  });

  it('of a metered board stays of the board, within the family only', async () => {
    const before = await planned(design('board pynq-z2 idle 1.52 W'));
    const small = energyOf(before, await on(before, 'xc7z010'));
    expect(small?.base.quantity).toBe('board');
    expect(small?.base.watts.value).toBeGreaterThan(1.49);
    expect(small?.base.watts.value).toBeLessThan(1.516);
    expect(small?.base.source).toContain('what this part leaks instead');
    // No report is of the xc7z030, and an UltraScale+ part has another board.
    expect(energyOf(before, await on(before, 'xc7z030'))).toBeUndefined();
    expect(energyOf(before, await on(before, 'xczu3'))).toBeUndefined();
  });

  it('is surely less by the time alone on one chip, and by the bands on boards', async () => {
    const before = await planned(design('board pynq-z2'));
    const own = energyOf(before, before);
    if (own === undefined) throw new Error('no energy');
    const longer = (factor: number): typeof own => {
      const { value } = own.every;
      const every = { value: factor * value, low: factor * value, high: factor * value };
      return { ...own, every, perInput: sum(own.perInput, { ...own.perInput, value: 0 }) };
    };
    // The base power of both is ±20 %, and the same.
    expect(isSurelyLess(own, longer(1.1))).toBe(true);
    expect(isSurelyLess(longer(1.1), own)).toBe(false);
    expect(isSurelyLess(own, own)).toBe(false);
    const metered = { ...own, base: { ...own.base, quantity: 'board' as const } };
    const other = { ...longer(1.1), base: metered.base };
    expect(isSurelyLess(metered, other)).toBe(false);
  });

  it('has nothing for arrivals that it cannot keep up with', async () => {
    const before = await planned(design('board pynq-z2'));
    const own = energyOf(before, before);
    const periodNs = Math.ceil((own?.every.value ?? 0) * 1e9);
    expect(own && arriving(own, periodNs - 1)).toBeUndefined();
    const late = own && arriving(own, 1e9);
    expect(late?.perInput.value).toBeGreaterThan(own?.base.watts.value ?? Infinity);
  });
});

describe('searches for the least energy', () => {
  const among = ['xc7z010', 'xc7z020', 'xc7z030'];
  let before: State;
  let map: MapSearch;
  beforeAll(async () => {
    before = await planned(design('board pynq-z2'));
    const columns = [
      { arrival: 'back-to-back' as const },
      { arrival: { everyNs: 1000 } },
      { arrival: { everyNs: 1e9 } },
    ];
    const found = await exploreMap(before, { objective: 'energy', columns, among }, neverCancelled);
    if ('missing' in found) throw new Error(found.missing);
    map = found;
  }, 60_000);

  it('maps arrival periods: nothing keeps up with the fastest, and with the slowest nothing pays', () => {
    const cells = map.cells.filter((c) => c.part.name === 'xc7z020');
    const [saturated, fast, slow] = cells;
    expect(fast?.winner).toBeUndefined();
    expect(fast?.notModelled).toBe(false);
    expect(slow?.undecided).toBe(true);
    expect(slow?.pays).toMatchObject({ exits: 'undecided' });
    expect(slow?.winner?.value).toBeGreaterThan(1.2);
    expect(saturated?.winner?.value).toBeLessThan(0.001);
  });

  it('gives each cell the figures of the text that it stands for', async () => {
    for (const { winner, column } of map.cells) {
      if (winner === undefined) continue;
      const after = await tried(before, winner.design.edits, neverCancelled);
      expect(after.analysis.design.schedule.arrival).toEqual(column.arrival);
      expect(energyOf(before, after)?.perInput.value).toBeCloseTo(winner.value, 9);
    }
  });

  it('never has a winner on a part whose power is not known, and says so', () => {
    const dark = map.cells.filter((c) => c.part.name === 'xc7z030');
    expect(dark).toHaveLength(3);
    expect(dark.every((c) => c.notModelled === true && c.winner === undefined)).toBe(true);
    expect(mapSentence(before, map)).toContain('Energy is not modelled on xc7z030.');
  });

  it('on parts tells what a smaller one leaks less, and leaves out those that are not known', async () => {
    const found = await exploreParts(before, { objective: 'energy', among }, neverCancelled);
    if ('missing' in found) throw new Error(found.missing);
    const [small, own, dark] = found.rows;
    expect(small?.power.savedW?.value).toBeGreaterThan(0);
    expect(own?.power.savedW).toBeUndefined();
    expect(dark?.best).toBeUndefined();
    expect(dark?.kinds.every((k) => k.why === 'energy is not modelled on this part')).toBe(true);
    expect(leakageSentences(found)[0]).toMatch(/^The xc7z010 leaks \d+ mW less than the part of the file/);
    const { pays, savedW } = small?.power ?? {};
    if (pays && savedW && pays.exposedNs > 0) {
      const base = small?.power.energy?.base.watts.value ?? 0;
      expect(pays.fromNs / ((base * pays.exposedNs) / savedW.value)).toBeCloseTo(1, 1);
    }
  }, 60_000);

  it('on exits takes the subset of least energy, as its text has it', async () => {
    const found = await exploreExits(before, { objective: 'energy', accuracy: undefined }, neverCancelled);
    if ('missing' in found) throw new Error(found.missing);
    for (const { byCount } of found.curves)
      for (const c of byCount) expect(c?.joules).toBe(c?.after.analysis.energy?.stream?.perInput.value);
    const dark = await planned(design('part "xc7z030sbg485-1"'));
    expect(
      await exploreExits(dark, { objective: 'energy', accuracy: undefined }, neverCancelled),
    ).toMatchObject({ missing: expect.stringContaining('state the metered power') as string });
  });
});
