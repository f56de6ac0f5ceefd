import { describe, expect, it } from 'vitest';
import { Placements } from '../../server/src/analysis/placements';
import { analyse } from '../../server/src/analysis/analyse';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { Documents } from '../../server/src/workspace/documents';

const design = (filters: number, more = '') => `device { board pynq-z2 }
network n {
  input i 1x16x16
  conv c1 kernel 3x3 filters ${filters} parallel pe ${filters} simd 9
}
stage a in r { c1 }
region r { pblock auto }
${more}`;

/** A document whose searches go on only when the test lets them. */
function session() {
  const documents = new Documents({
    read: () => Promise.resolve(undefined),
    exists: () => Promise.resolve(false),
  });
  let found = 0;
  let release: () => void = () => undefined;
  let gate = new Promise<void>((resolve) => (release = resolve));
  const placements = new Placements(
    () => gate,
    () => {
      found++;
    },
  );
  let version = 0;
  return {
    region: async (text: string) => {
      documents.open('file:///d.exeunt', ++version, text);
      const closure = await documents.closure('file:///d.exeunt');
      if (closure === undefined) throw new Error('no design');
      const { regions } = await analyse(closure, neverCancelled, { placements });
      const region = regions[0];
      if (region === undefined) throw new Error('no region');
      return region;
    },
    letGo: async () => {
      const before = found;
      release();
      await expect.poll(() => found).toBeGreaterThan(before);
      gate = new Promise<void>((resolve) => (release = resolve));
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
});
