import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../server/src/analysis/analyse';
import { headText } from '../../server/src/analysis/presentation/head-text';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { codeLenses } from '../../server/src/ide/code-lens';
import { hover } from '../../server/src/ide/hover';
import { inlayHints } from '../../server/src/ide/inlay-hints';
import { legalRegion } from '../support/designs';
import { load } from '../support/fixture';

interface Written {
  /** Of the heads `early` and `late`, by their one layer with weights. */
  readonly early?: string;
  readonly late?: string;
  readonly rates?: readonly [string, string];
  readonly policy?: string;
  readonly budget?: string;
  readonly on?: string;
}

/** Two exits in front of loads; nine of ten inputs leave at the first. */
function design({
  early = 'auto',
  late = 'pe 1 simd 1',
  rates = ['rate 90%', 'rate 5%'],
  ...rest
}: Written): string {
  const { policy = 'overlap', budget = '', on = 'static' } = rest;
  return `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 8 pad 2 parallel pe 8 simd 5
  maxpool p1 window 2x2 parallel pe 8
  conv c2 kernel 5x5 filters 16 parallel pe 4 simd 8
  maxpool p2 window 2x2 parallel pe 4
  flatten
  dense fc units 10
}
exit early after p1 {
  conv b1 kernel 3x3 filters 8 pad 1 parallel ${early}
  maxpool b2 window 2x2 parallel pe 8
  flatten
  dense b3 units 10 parallel pe 5 simd 4
  when softmax >= 0.9
  ${rates[0]}
  on ${on}
}
exit late after p2 {
  flatten
  dense d1 units 10 parallel ${late}
  when softmax >= 0.9
  ${rates[1]}
}
stage front in rp0 { c1 .. p1 }
stage mid in rp0 { c2 .. p2 }
stage back in rp0 { fc }
${legalRegion}
schedule { policy ${policy} }
${budget === '' ? '' : `budget { ${budget} }`}`;
}

async function analysed(written: Written): Promise<Analysis> {
  return (await load(design(written))).analysis;
}

/** Shares of the part's LUTs and DSPs, heads together. */
function area({ modules, target }: Analysis): number {
  const { lut = 1, dsp = 1 } = target.part?.limits ?? {};
  return modules
    .filter((m) => m.kind === 'exit')
    .reduce((sum, m) => sum + (m.resources?.lut ?? NaN) / lut + (m.resources?.dsp ?? NaN) / dsp, 0);
}

function figures({ timeline }: Analysis) {
  if (timeline === undefined) throw new Error('the design has no timeline');
  const { exits, meanNs, percentilesNs } = timeline.schedule;
  return { meanNs, p50: percentilesNs[50], exposed: exits.map((e) => e.exposedNs), exits };
}

function chosenFor(analysis: Analysis, name: string) {
  const choice = analysis.heads.find((h) => h.name === name);
  if (choice === undefined) throw new Error(`nothing was chosen for ${name}`);
  return choice;
}

/** Every legal folding of `b1` (8 outputs, 72 products in groups of 8) and of `d1` (10 outputs, 400 products). */
const ofEarly = [1, 2, 4, 8].flatMap((pe) => [1, 2, 4, 8, 24, 72].map((simd) => `pe ${pe} simd ${simd}`));
const ofLate = [1, 2, 5, 10].flatMap((pe) =>
  [1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50, 80, 100, 200, 400].map((simd) => `pe ${pe} simd ${simd}`),
);

/** What of the static part every choice of the tool keeps to, whatever the band of the estimate. */
function isRoomy({ staticPart }: Analysis): boolean {
  if (staticPart === undefined) throw new Error('the design has no static part');
  const { used, available, band } = staticPart;
  const limit = (kind: 'lut' | 'ff' | 'dsp' | 'bram18'): number => 0.8 * available[kind];
  return (
    used.dsp * (1 + band.dsp.high) <= limit('dsp') &&
    used.bram18 <= limit('bram18') &&
    used.lut * (1 + band.lut.high) <= limit('lut') &&
    used.ff * (1 + band.ff.high) <= limit('ff')
  );
}

interface Tried extends ReturnType<typeof figures> {
  readonly written: string;
  readonly area: number;
}

/** All foldings of the first head, written out, that the part has room for. */
async function allOf(written: Written): Promise<Tried[]> {
  const all = await Promise.all(
    ofEarly.map(async (early) => ({ early, made: await analysed({ ...written, early }) })),
  );
  const roomy = all.filter(({ made }) => isRoomy(made));
  return roomy.map(({ early, made }) => ({ written: early, area: area(made), ...figures(made) }));
}

/** A time so far between that of the fastest and that of the smallest. */
function between(all: readonly Tried[], of: (t: Tried) => number, share: number): number {
  const times = all.map(of);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return Math.round((least + share * (most - least)) / 1000);
}

function expectLeast(chosen: Analysis, all: readonly Tried[], keeps: (t: Tried) => boolean): void {
  const least = Math.min(...all.filter(keeps).map((t) => t.area));
  // A capacity a little tighter than this test's, and figures of whole LUTs.
  expect(area(chosen)).toBeLessThanOrEqual(least + 1e-4);
}

describe('a head whose folding is left to the tool', () => {
  it.each([
    ['mean', (t: Tried) => t.meanNs],
    ['p50', (t: Tried) => t.p50],
  ])('is the smallest that ends behind its load and keeps a budget on latency %s', async (metric, of) => {
    const all = await allOf({});
    const limit = between(all, of, 0.3);
    const chosen = await analysed({ budget: `latency ${metric} <= ${limit} us` });
    const now = { written: '', area: area(chosen), ...figures(chosen) };
    expect(of(now)).toBeLessThanOrEqual(limit * 1000);
    expect(now.exposed[0]).toBe(0);
    // The load alone would allow the smallest of all, which misses the budget.
    expect(all.find((t) => t.written === 'pe 1 simd 1')?.exposed[0]).toBe(0);
    expectLeast(chosen, all, (t) => of(t) <= limit * 1000 && t.exposed[0] === 0);
    expect(headText(chosenFor(chosen, 'early'))).toContain(`against \`latency ${metric} <= `);
  });

  it('raises the mean by at most 1 % over the fastest where no budget limits it', async () => {
    const all = await allOf({});
    const chosen = await analysed({});
    const limit = 1.01 * Math.min(...all.map((t) => t.meanNs));
    expect(figures(chosen).meanNs).toBeLessThanOrEqual(limit);
    expectLeast(chosen, all, (t) => t.meanNs <= limit && t.exposed[0] === 0);
    expect(headText(chosenFor(chosen, 'early'))).toMatch(/more than 1 % over the fastest|No bound asks/);
  });

  it('weighs where nothing hides it, too', async () => {
    const all = await allOf({ policy: 'serial' });
    const limit = between(all, (t) => t.meanNs, 0.3);
    const chosen = await analysed({ policy: 'serial', budget: `latency mean <= ${limit} us` });
    expect(figures(chosen).meanNs).toBeLessThanOrEqual(limit * 1000);
    expectLeast(chosen, all, (t) => t.meanNs <= limit * 1000);
  });

  it('is held to the load alone where rates are not known, and says so', async () => {
    const chosen = await analysed({ rates: ['', 'rate 5%'], budget: 'latency mean <= 1 ms' });
    expect(area(chosen)).toBeCloseTo(area(await analysed({ early: 'pe 1 simd 1' })), 9);
    expect(headText(chosenFor(chosen, 'early'))).toContain('The load alone decides');
  });

  it('keeps a throughput that the fastest keeps', async () => {
    const written = { policy: 'serial', budget: 'latency mean <= 10 ms' };
    const perSecond = (a: Analysis) => a.timeline?.stream?.throughputPerSecond ?? 0;
    const [slow, fast] = [
      perSecond(await analysed(written)),
      perSecond(await analysed({ policy: 'serial', budget: 'latency mean <= 1 us' })),
    ];
    const limit = Math.round((slow + fast) / 2);
    expect(slow).toBeLessThan(limit);
    const both = { policy: 'serial', budget: `latency mean <= 10 ms throughput >= ${limit} /s` };
    const chosen = await analysed(both);
    expect(perSecond(chosen)).toBeGreaterThanOrEqual(limit);
    expect(headText(chosenFor(chosen, 'early'))).toContain(`so that \`throughput >= ${limit} /s\` holds`);
  });

  it('is the fastest where neither a load nor rates are there to weigh it by', async () => {
    const chosen = await analysed({ rates: ['', 'rate 5%'], policy: 'serial' });
    const text = headText(chosenFor(chosen, 'early'));
    expect(text).toMatch(/^The fastest head that fits: no load hides its check\. Without the rates/);
    const all = await allOf({ rates: ['', 'rate 5%'], policy: 'serial' });
    const checks = all.map((t) => t.exits[0]?.checkNs ?? 0);
    expect(figures(chosen).exits[0]?.checkNs).toBeLessThanOrEqual(Math.min(...checks));
  });

  it('is the fastest where nothing keeps the budget, and the budget says by how much it is missed', async () => {
    const written = { budget: 'latency mean <= 100 us' };
    const chosen = await analysed(written);
    const all = await allOf({});
    expect(figures(chosen).meanNs).toBeLessThanOrEqual(Math.min(...all.map((t) => t.meanNs)) + 1000);
    const [missed] = diagnose(chosen).filter((d) => d.code === 'EX6002');
    expect(missed?.message).toMatch(
      /over the budget of 100 µs\. The head of `early` is as fast as it fits already\./,
    );
    expect(headText(chosenFor(chosen, 'early'))).toMatch(/^The fastest head that fits, and it still misses /);
  });

  it('says in lens and hint what decided', async () => {
    const limit = between(await allOf({}), (t) => t.meanNs, 0.3);
    const analysis = await analysed({ budget: `latency mean <= ${limit} us` });
    const lens = codeLenses(analysis).find((l) => l.title.startsWith('check'))?.title;
    expect(lens).toMatch(
      /^check ([\d.]+ µs), hidden behind the load of mid: inputs that stay wait 0 µs, inputs that leave \1 · as small as `latency mean <= [^`]+` allows · /,
    );
    const hint = inlayHints(analysis).find((h) => h.label.startsWith('pe '));
    const reason = 'With the next smaller head it would be 1.';
    expect(hint?.tooltip).toContain(reason);
    const { text = '' } = analysis.files[0] ?? {};
    const hovered = (word: string) => hover(analysis, text.indexOf(word) + word.length - 1)?.markdown;
    expect(hovered('parallel auto')).toContain(reason);
    expect(hovered('exit early')).toContain(reason);
  });
});

describe('two heads', () => {
  it('take the least area together', async () => {
    const limit = 1000 * between(await allOf({ late: 'pe 2 simd 8' }), (t) => t.meanNs, 0.2);
    const budget = `latency mean <= ${limit} ns`;
    const chosen = await analysed({ late: 'auto', budget });
    expect(figures(chosen)).toMatchObject({ exposed: [0, 0] });
    expect(figures(chosen).meanNs).toBeLessThanOrEqual(limit);
    expect(chosen.heads.map((h) => h.proved)).toEqual([true, true]);
    // What a head takes and how long it is does not depend on the other's folding: each is analysed once.
    const one = await Promise.all(ofEarly.map((early) => analysed({ early })));
    const other = await Promise.all(ofLate.map((late) => analysed({ early: 'pe 1 simd 1', late })));
    const base = await analysed({ early: 'pe 1 simd 1' });
    const [before, atBase] = [figures(base), area(base)];
    let least = Infinity;
    for (const a of one) {
      for (const b of other) {
        const [x, y] = [figures(a), figures(b)];
        if (x.exposed[0] !== 0 || y.exposed[1] !== 0) continue;
        if (x.meanNs + y.meanNs - before.meanNs > limit) continue;
        least = Math.min(least, area(a) + area(b) - atBase);
      }
    }
    expect(area(chosen)).toBeLessThanOrEqual(least + 1e-4);
  });
});

describe('the offer of the processor', () => {
  const offers = async (written: Written) =>
    diagnose(await analysed(written)).filter((d) => d.code === 'EX6009');

  it('is made where it keeps the budget as well as the load', async () => {
    expect(await offers({ budget: 'latency mean <= 3 ms' })).toHaveLength(1);
  });

  it('is not made where inputs that leave would wait so long that the budget is missed', async () => {
    const limit = between(await allOf({}), (t) => t.meanNs, 0.1);
    expect(await offers({ budget: `latency mean <= ${limit} us` })).toEqual([]);
    expect(await offers({})).toEqual([]);
  });
});

it('a head in a region that the tool places uses what the region leaves free, and the region stays as it is', async () => {
  const text = (head: string) => `device { board zcu102 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 8 pad 2 parallel pe 2 simd 5
  maxpool p1 window 2x2
  conv c2 kernel 3x3 filters 8 pad 1 parallel pe 2 simd 3
  flatten
  dense fc units 10
}
exit early after p1 {
  flatten
  dense d1 units 10 parallel ${head}
  when softmax >= 0.9
  rate 60%
  on rp1
}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. fc }
region rp0 { pblock auto }
region rp1 { pblock auto }
schedule { policy overlap }
budget { latency mean <= 100 us }
`;
  const [auto, least, next] = await Promise.all(
    ['auto', 'pe 1 simd 1', 'pe 1 simd 28'].map(async (h) => (await load(text(h))).analysis),
  );
  const region = (of: Analysis | undefined) => of?.regions.find((r) => r.spec.name === 'rp1');
  const head = (of: Analysis | undefined) => of?.modules.find((m) => m.name === 'early');
  expect(region(auto)?.bitstreamBytes).toBe(region(least)?.bitstreamBytes);
  expect(region(auto)?.bitstreamBytes).toBeGreaterThan(0);
  expect(head(auto)?.cost?.intervalCycles).toBe((head(least)?.cost?.intervalCycles ?? 0) / 16);
  // The next faster one, with the bands of all, would not fit.
  expect(region(next)?.bitstreamBytes).toBeGreaterThan(region(auto)?.bitstreamBytes ?? Infinity);
});
