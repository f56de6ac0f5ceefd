import { describe, expect, it } from 'vitest';
import { designStatus } from '../../server/src/analysis/presentation/status';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { noResources } from '../../server/src/base/resources';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { codeLenses } from '../../server/src/ide/code-lens';
import { partNamed } from '../device/fixture';
import { BackgroundSearch } from '../../server/src/analysis/figures/background-search';
import { type PlacementResult, placeRegions } from '../../server/src/floorplan';
import { analyse } from '../../server/src/analysis/analyse';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { Documents } from '../../server/src/workspace/documents';
import { memoryFiles } from '../support/memory-files';

const design = (filters: number, more = '') => `device { board pynq-z2 }
network n {
  input i 1x16x16
  conv c1 kernel 3x3 filters ${filters} parallel pe ${filters} simd 9
}
stage a in r { c1 }
region r { pblock auto }
${more}`;

/**
 * A document whose searches go on only when the test lets them, but for the first one.
 * @param waitsFor whether the first search is waited for, or nobody has the patience
 */
function session(waitsFor = true) {
  const documents = new Documents(memoryFiles());
  let found = 0;
  let release: () => void = () => undefined;
  const hold = () => new Promise<void>((resolve) => (release = resolve));
  let gate = waitsFor ? Promise.resolve() : hold();
  const placements = new BackgroundSearch<PlacementResult>(
    () => gate,
    () => (waitsFor ? new Promise(() => undefined) : Promise.resolve()),
    () => {
      found++;
    },
  );
  let version = 0;
  const analysis = async (text: string) => {
    documents.open('file:///d.exeunt', ++version, text);
    const closure = await documents.closure('file:///d.exeunt');
    if (closure === undefined) throw new Error('no design');
    const result = await analyse(closure, neverCancelled, { placements });
    if (waitsFor && version === 1) gate = hold();
    return result;
  };
  return {
    placements,
    analysis,
    region: async (text: string) => {
      const region = (await analysis(text)).regions[0];
      if (region === undefined) throw new Error('no region');
      return region;
    },
    letGo: async () => {
      const before = found;
      release();
      await expect.poll(() => found).toBeGreaterThan(before);
      gate = hold();
    },
    found: () => found,
  };
}

describe('pblock auto', () => {
  it('is waited for once, then shows the last place while the next is searched', async () => {
    const { region, letGo } = session();
    const first = await region(design(4));
    expect(first.stale).toBe(false);
    expect(first.pblock.length).toBeGreaterThan(0);
    const meanwhile = await region(design(16));
    expect(meanwhile.stale).toBe(true);
    expect(meanwhile.pblock).toEqual(first.pblock);
    await letGo();
    const then = await region(design(16));
    expect(then.stale).toBe(false);
    expect(then.bitstreamBytes ?? 0).toBeGreaterThan(first.bitstreamBytes ?? Infinity);
  });

  it('is not searched again for an edit that asks nothing new', async () => {
    const { region, found } = session();
    const first = await region(design(4));
    const second = await region(design(4, 'schedule { policy serial }'));
    expect(second.stale).toBe(false);
    expect(second.pblock).toEqual(first.pblock);
    expect(found()).toBe(0);
  });

  it('answers the newest question only', async () => {
    const { region, letGo, found } = session();
    await region(design(4));
    await region(design(8));
    await region(design(16));
    await letGo();
    expect(found()).toBe(1);
    expect((await region(design(16))).stale).toBe(false);
    expect((await region(design(8))).stale).toBe(true);
  });

  it('is no reason to wait: everything else is reported at once, and nothing unknown', async () => {
    const { analysis, letGo, placements } = session(false);
    const text = design(4, 'budget { latency worst <= 1 s }');
    const meanwhile = await analysis(text);
    expect(meanwhile.regions).toMatchObject([{ stale: true, pblock: [] }]);
    expect(meanwhile.timeline).toBeUndefined();
    const told = diagnose(meanwhile);
    expect(told.filter((d) => d.severity === 'error' || d.severity === 'warning')).toEqual([]);
    expect(told.map((d) => d.message).join()).toContain('being placed');
    expect(designStatus(meanwhile, told)).toMatchObject({ fit: 'not checked' });
    expect(viewSnapshot(meanwhile, told).regions).toMatchObject([{ placing: true, rects: [] }]);
    expect(codeLenses(meanwhile).map((l) => l.title)).toContain('being placed');
    const idle = placements.idle();
    await letGo();
    await idle;
    const then = await analysis(text);
    expect(then.regions[0]?.stale).toBe(false);
    expect(then.regions[0]?.pblock).not.toEqual([]);
    expect(then.timeline).toBeDefined();
    expect(designStatus(then, diagnose(then))).toMatchObject({ fit: 'fits' });
  });

  it('is not reported to have no place because an earlier text had none', async () => {
    const { region, letGo } = session();
    const none = await region(design(4).replace('region r {', 'region r { reserve lut 99.99%'));
    expect(none.infeasible).toContain('There is no place');
    const meanwhile = await region(design(4));
    expect(meanwhile).toMatchObject({ stale: true, pblock: [] });
    expect(meanwhile.infeasible).toBeUndefined();
    await letGo();
    expect((await region(design(4))).pblock).not.toEqual([]);
  });

  it('fails loudly where the search does', async () => {
    let found = 0;
    const placements = new BackgroundSearch<PlacementResult>(
      () => Promise.reject(new Error('a fault in the search')),
      () => Promise.resolve(),
      () => found++,
    );
    const part = partNamed('xc7z020');
    const problem = { part, regions: [{ name: 'r', need: { ...noResources, lut: 100 } }] };
    expect(await placements.find('key', (pause) => placeRegions(problem, pause))).toEqual({ stale: true });
    await expect.poll(() => found).toBe(1);
    await expect(placements.find('key', (pause) => placeRegions(problem, pause))).rejects.toThrow(
      'a fault in the search',
    );
  });
});
