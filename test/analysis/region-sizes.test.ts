import { describe, expect, it } from 'vitest';
import { analyse } from '../../server/src/analysis/analyse';
import { BackgroundSearch } from '../../server/src/analysis/figures/background-search';
import type { StageFoldings } from '../../server/src/analysis/proposals/sizing';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { Documents } from '../../server/src/workspace/documents';
import { load } from '../support/fixture';
import { memoryFiles } from '../support/memory-files';

/** Two stages that take turns in one region. */
const small = (one: string, two: string, more = ''): string => `device { board pynq-z2 clock 100 MHz }
network n {
  input i 8x16x16
  conv a kernel 3x3 filters 8 pad 1 ${one}
  conv b kernel 3x3 filters 16 pad 1 ${two}
}
stage s1 in r { a }
stage s2 in r { b }
region r { pblock auto }
${more}`;

/** Five layers whose weights take turns. */
const cifar = (folding: string): string => `device { board pynq-z2 }
network n {
  input image 3x32x32
  conv a kernel 3x3 filters 64 pad 1 ${folding}
  conv b kernel 3x3 filters 64 pad 1 ${folding}
  maxpool p window 2x2
  conv c kernel 3x3 filters 128 pad 1 ${folding}
  conv d kernel 3x3 filters 128 pad 1 ${folding}
  maxpool q window 2x2
  conv e kernel 3x3 filters 128 pad 1 ${folding}
  maxpool t window 2x2
  flatten
  dense f units 10 ${folding}
}
stage s1 in r { a }
stage s2 in r { b .. p }
stage s3 in r { c .. q }
stage s4 in r { e .. f }
region r { pblock auto }
schedule { batch 16 }
`;

async function meanOf(text: string): Promise<number> {
  const { timeline } = (await load(text)).analysis;
  return timeline?.schedule.meanPerInputNs ?? Infinity;
}

describe('`parallel auto` in a region with `pblock auto`', () => {
  it('is as good as the best of every pair of foldings, each with its own region', async () => {
    const auto = await meanOf(small('parallel auto', 'parallel auto'));
    const folds = [1, 2, 4, 8].flatMap((pe) =>
      [1, 2, 4, 8, 24, 72].map((simd) => `parallel pe ${pe} simd ${simd}`),
    );
    let best = Infinity;
    for (const one of folds) for (const two of folds) best = Math.min(best, await meanOf(small(one, two)));
    expect(auto / best).toBeLessThanOrEqual(1.001);
  }, 120_000);

  it('weighs a faster stage against a longer load', async () => {
    const sizeAt = async (mb: number): Promise<number> => {
      const text = cifar('parallel auto').replace('pynq-z2', `pynq-z2 port pcap at ${mb} MB/s`);
      return (await load(text)).analysis.regions[0]?.bitstreamBytes ?? NaN;
    };
    expect(await sizeAt(1000)).toBeGreaterThan(await sizeAt(20));
  });

  it('makes a batch many times faster than one lane does', async () => {
    const [auto, least] = await Promise.all(
      [cifar('parallel auto'), cifar('parallel pe 1 simd 1')].map(meanOf),
    );
    expect((least ?? 0) / (auto ?? Infinity)).toBeGreaterThan(40);
  });

  it('fits where one lane needs more block RAM than there is', async () => {
    const text = (folding: string): string =>
      cifar(folding).replace('region r {', 'region r { utilisation 85% reserve bram 30%');
    const codes = async (folding: string): Promise<string[]> =>
      diagnose((await load(text(folding))).analysis)
        .filter((d) => d.severity === 'error')
        .map((d) => d.code);
    expect(await codes('parallel pe 1 simd 1')).toEqual(['EX5003']);
    expect(await codes('parallel auto')).toEqual([]);
  });

  it('keeps what is written, and fits for sure what is chosen', async () => {
    const { analysis } = await load(small('parallel pe 2 simd 8', 'parallel auto'));
    const lanes = analysis.lists[0]?.layers.map((l) => `${l.parallel.pe}x${l.parallel.simd}`);
    expect(lanes?.[1]).toBe('2x8');
    expect(lanes?.[2]).not.toBe('1x1');
    expect(diagnose(analysis).filter((d) => d.severity !== 'hint' && d.severity !== 'information')).toEqual(
      [],
    );
  });

  it('gives two regions a size each', async () => {
    const two = small('parallel auto', 'parallel auto')
      .replace('stage s2 in r', 'stage s2 in q')
      .replace('region r', 'region q { pblock auto }\nregion r');
    const { regions, timeline } = (await load(two)).analysis;
    expect(regions.map((r) => r.pblock.length > 0)).toEqual([true, true]);
    const folds = [
      'pe 1 simd 1',
      'pe 2 simd 8',
      'pe 4 simd 8',
      'pe 4 simd 24',
      'pe 8 simd 24',
      'pe 8 simd 72',
    ];
    for (const a of folds)
      for (const b of folds) {
        const written = two
          .replace('parallel auto', `parallel ${a}`)
          .replace('parallel auto', `parallel ${b}`);
        expect(timeline?.schedule.meanNs).toBeLessThanOrEqual(1.001 * (await meanOf(written)));
      }
  }, 60_000);

  it('has no size where nothing fits, and says so', async () => {
    const { analysis } = await load(
      small('parallel auto', 'parallel auto').replace('region r {', 'region r { reserve lut 99.9%'),
    );
    expect(diagnose(analysis).map((d) => d.code)).toContain('EX5003');
  });

  it('never holds up an edit: the last choice is used meanwhile', async () => {
    const documents = new Documents(memoryFiles());
    let found = 0;
    let release = (): void => undefined;
    let gate = Promise.resolve();
    const search = <R>() =>
      new BackgroundSearch<R>(
        () => gate,
        () => new Promise(() => undefined),
        () => found++,
      );
    const searches = { sizes: search<StageFoldings>() };
    let version = 0;
    const analysed = async (text: string) => {
      documents.open('file:///d.exeunt', ++version, text);
      const closure = await documents.closure('file:///d.exeunt');
      if (closure === undefined) throw new Error('no design');
      return analyse(closure, neverCancelled, searches);
    };
    const lanes = ({ lists }: Awaited<ReturnType<typeof analysed>>): string[] =>
      (lists[0]?.layers ?? []).map((l) => `${l.parallel.pe}x${l.parallel.simd}`);
    const first = await analysed(small('parallel auto', 'parallel auto'));
    expect(first.regions[0]?.stale).toBe(false);
    gate = new Promise((resolve) => (release = resolve));
    const edited = small('parallel auto', 'parallel auto', 'schedule { batch 64 }');
    const meanwhile = await analysed(edited);
    expect(meanwhile.regions[0]?.stale).toBe(true);
    expect(lanes(meanwhile)).toEqual(lanes(first));
    release();
    await expect.poll(() => found).toBe(1);
    const then = await analysed(edited);
    expect(then.regions[0]?.stale).toBe(false);
    expect(lanes(then)).not.toEqual(lanes(first));
    // An edit that changes nothing of it asks for no search.
    await analysed(`${edited}\n// a comment`);
    expect(found).toBe(1);
  });
});
