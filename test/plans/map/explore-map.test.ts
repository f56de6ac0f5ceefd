import { beforeAll, describe, expect, it } from 'vitest';
import { Cancelled, neverCancelled } from '../../../server/src/base/checkpoint';
import { type MapAsked, type MapSearch, exploreMap } from '../../../server/src/plans/map/explore-map';
import { mapSentence } from '../../../server/src/plans/map/judgement';
import { exploreParts, isRegional } from '../../../server/src/plans/parts/explore-parts';
import { type State, tried } from '../../../server/src/plans/trial';
import { planned, stateOfSample } from '../../support/plans';

/** Few inputs reach the large layers: on a small part they are worth a region. */
const design = `device { board cora-z7-07s clock 100 MHz }
network n {
  input x 1x16x16
  conv a kernel 3x3 filters 4
  maxpool p window 2x2
  conv b kernel 3x3 filters 16
  flatten
  dense f units 128
  dense g units 10
}
exit early after p { flatten dense e1 units 10 when softmax >= 0.9 rate 95% }
stage one in static { a .. p }
stage two in rp0 { b .. f }
stage three in rp0 { g }
region rp0 { pblock auto }
schedule { policy overlap batch 1 }
`;
const [single, many] = [{ batch: 1 }, { batch: 1024 }];
const asked: MapAsked = {
  objective: 'throughput',
  columns: [single, many],
  among: ['xc7z020', 'xc7z014s'],
};

async function searched(before: State, own: MapAsked = asked): Promise<MapSearch> {
  const found = await exploreMap(before, own, neverCancelled);
  if ('missing' in found) throw new Error(found.missing);
  return found;
}

describe('a map of batches and parts', () => {
  let before: State;
  let search: MapSearch;
  beforeAll(async () => {
    before = await planned(design);
    search = await searched(before);
  }, 120_000);

  it('has a cell for each batch on each part, with the figures of the text that it stands for', async () => {
    const { cells, parts, unconfirmed } = search;
    expect(parts.map((p) => p.name)).toEqual(['xc7z014s', 'xc7z020']);
    expect(cells.map((c) => `${c.part.name} ${c.column.batch}`)).toEqual([
      'xc7z014s 1',
      'xc7z014s 1024',
      'xc7z020 1',
      'xc7z020 1024',
    ]);
    expect(unconfirmed).toBe(0);
    for (const { part, column, winner, runnerUp, factor } of cells) {
      for (const side of [winner, runnerUp]) {
        if (side === undefined) throw new Error('both sides fit');
        const { analysis } = await tried(before, side.design.edits, neverCancelled);
        expect(analysis.target.part?.name).toBe(part.name);
        expect(analysis.design.schedule.batch).toBe(column.batch);
        expect(analysis.timeline?.stream?.periodPerInputNs).toBe(side.value);
        const places = analysis.design.stages.map((s) => s.place.kind);
        expect(places.includes('region')).toBe(isRegional(side));
        expect(side.low).toBeLessThanOrEqual(side.value);
        expect(side.high).toBeGreaterThanOrEqual(side.value);
      }
      expect(isRegional(winner ?? { kind: 'static' })).not.toBe(isRegional(runnerUp ?? { kind: 'static' }));
      expect(factor).toBeCloseTo((runnerUp?.value ?? NaN) / (winner?.value ?? NaN), 12);
    }
  });

  it('is no slower than the same question about one part and batch', async () => {
    const own = await planned(design.replace('batch 1', 'batch 64'));
    const { cells } = await searched(own, { ...asked, columns: [{ batch: 64 }] });
    const parts = await exploreParts(own, { objective: 'throughput', among: asked.among }, neverCancelled);
    if ('missing' in parts) throw new Error(parts.missing);
    for (const row of parts.rows) {
      const cell = cells.find((c) => c.part.name === row.part.name);
      const best = row.best?.after.analysis.timeline?.stream?.periodPerInputNs ?? 0;
      expect(row.best?.fits).toBe('yes');
      expect(cell?.winner?.value).toBeLessThanOrEqual(best);
    }
  });

  it('takes larger batches to be no slower under the same hardware', () => {
    const { cells } = search;
    for (const one of cells.filter((c) => c.column === single)) {
      const large = cells.find((c) => c.part === one.part && c.column === many);
      expect(large?.winner?.value).toBeLessThan(one.winner?.value ?? 0);
    }
  });

  it('says where reconfiguring wins by most, or comes nearest, and what turns it', () => {
    const ahead = search.cells.filter((c) => isRegional(c.winner ?? { kind: 'static' }));
    const sentence = mapSentence(before, search);
    expect(sentence).toMatch(
      ahead.length === 0
        ? /^Reconfiguring pays in none of 4 cells\. It comes nearest on the xc7z\w+ at a batch of/
        : new RegExp(`^Reconfiguring pays in ${ahead.length} of 4 cells.*It wins by most on the xc7z`),
    );
  });

  it('is also of the mean latency of a batch', async () => {
    const { cells } = await searched(before, { objective: 'latency', columns: [single], among: ['xc7z020'] });
    const { winner } = cells[0] ?? {};
    expect(winner?.value).toBe(winner?.design.after.analysis.timeline?.schedule.meanNs);
  });

  it('writes policy and batch into one block where the file has none', async () => {
    const bare = await planned(design.replace(/schedule .*\n/, ''));
    const { cells, unconfirmed } = await searched(bare, { ...asked, columns: [many], among: ['xc7z020'] });
    expect(unconfirmed).toBe(0);
    for (const side of [cells[0]?.winner, cells[0]?.runnerUp])
      expect(side?.design.after.closure.files[0]?.text.match(/^schedule/gm)).toHaveLength(1);
  });

  it('refuses a switch by name', async () => {
    const found = await exploreMap(await stateOfSample('model-selection'), asked, neverCancelled);
    expect(found).toMatchObject({
      missing: expect.stringMatching(/the switch '\w+' is not supported; `explore parts` takes it/) as string,
    });
  });

  it('leaves out a part that was looked at in half when it is interrupted', async () => {
    let left = 3;
    const found = await exploreMap(before, asked, () =>
      left-- > 0 ? Promise.resolve() : Promise.reject(new Cancelled()),
    );
    if ('missing' in found) throw new Error(found.missing);
    expect(found.complete).toBe(false);
    expect(found.parts.length).toBeLessThan(2);
    expect(found.cells.every((c) => found.parts.includes(c.part))).toBe(true);
  });
});
