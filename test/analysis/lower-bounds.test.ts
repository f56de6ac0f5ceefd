import { describe, expect, it } from 'vitest';
import { resourceKinds } from '../../server/src/base/resources';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { designStatus } from '../../server/src/analysis/presentation/status';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { chain, pynq, reconfigured } from '../support/designs';
import { load } from '../support/fixture';

async function figuresOf(text: string) {
  const { analysis } = await load(text);
  const diagnostics = diagnose(analysis);
  const report = buildReport(analysis, diagnostics);
  return { analysis, diagnostics, report, status: designStatus(analysis, diagnostics) };
}

/** One layer of a stage that is not modelled, in each way that there is. */
const unmodelled: readonly (readonly [string, string, string])[] = [
  ['an operator', 'relu\n', 'relu\n  operator o1 4x6x6 onnx "LRN"\n'],
  ['an operator that changes the size', 'maxpool p1 window 2x2', 'operator p1 4x3x3 onnx "Resize"'],
  ['a softmax between layers', 'relu\n', 'relu\n  softmax s1\n'],
  ['floating point', 'filters 8', 'filters 8 weights fp16'],
  ['a shape that cannot be worked out', 'kernel 2x2 filters 8', 'kernel 9x9 filters 8'],
];

describe.each(unmodelled)('%s', (_, was, is) => {
  const partly = `${pynq}\n${chain.replace(was, is)}`;

  it('leaves the sum of what is known, marked, of module, static part and latency', async () => {
    const { report } = await figuresOf(partly);
    expect(report.modules[0]?.resources).toMatchObject({ atLeast: true });
    expect(report.modules[0]?.timeAtLeast).toBe(true);
    expect(report.static?.used).toMatchObject({ atLeast: true });
    expect(report.timeline?.atLeast).toBe(true);
    expect(report.modules[0]?.resources?.lut).toBeGreaterThan(300);
    expect(report.timeline?.worstNs).toBeGreaterThan(5_000);
  });

  it('is an error where what is known is over a limit', async () => {
    const budget =
      'budget { lut <= 1%\n latency worst <= 6 us\n latency mean <= 6 us\n throughput >= 1000000 /s }';
    const { diagnostics, report } = await figuresOf(`${partly}\n${budget}`);
    const errors = diagnostics.filter((d) => d.severity === 'error').map((d) => d.code);
    expect(errors).toEqual(expect.arrayContaining(['EX4005', 'EX6001', 'EX6002', 'EX6003']));
    expect(report.budgets).toMatchObject([
      { atLeast: true, verdict: 'does not fit' },
      { atLeast: true, verdict: 'does not fit' },
      { atLeast: true, verdict: 'does not fit' },
      { atMost: true, verdict: 'does not fit' },
    ]);
  });

  it('is never said to fit', async () => {
    const budget = 'budget { lut <= 99%\n latency worst <= 1 s\n latency mean <= 1 s\n throughput >= 1 /s }';
    const { analysis, report, status, diagnostics } = await figuresOf(`${partly}\n${budget}`);
    expect(report.budgets.map((b) => b.verdict)).toEqual(Array(4).fill('not known'));
    expect(status.fit).not.toBe('fits');
    for (const baseline of report.baselines) expect(baseline).toMatchObject({ fits: false, unknown: true });
    const view = viewSnapshot(analysis, diagnostics);
    expect(view.timeline?.baselines.some((b) => b.fits)).toBe(false);
    expect(view.timeline?.budgets).toMatchObject([
      { missed: false, unknown: true },
      { missed: false, unknown: true },
    ]);
    expect(view.timeline?.atLeast).toBe(true);
    expect(view.staticPart?.used.atLeast).toBe(true);
  });

  it('leaves a region its known need, and the region next to it whole', async () => {
    const text = reconfigured.replace(was, is);
    const { report } = await figuresOf(text);
    expect(report.regions[0]?.used).toMatchObject({ atLeast: true });
    expect(report.static?.used).not.toHaveProperty('atLeast');
    expect(report.timeline?.atLeast).toBe(true);
  });
});

/** With it, but for what a softmax is known to take itself, there is less that is known than with all layers modelled. */
it.each(unmodelled.filter(([what]) => !what.includes('softmax')))('%s adds nothing', async (_, was, is) => {
  const whole = (await figuresOf(`${pynq}\n${chain}`)).report;
  const { modules, timeline } = (await figuresOf(`${pynq}\n${chain.replace(was, is)}`)).report;
  for (const kind of resourceKinds) {
    expect(modules[0]?.resources?.[kind]).toBeLessThanOrEqual(whole.modules[0]?.resources?.[kind] ?? NaN);
  }
  expect(timeline?.worstNs).toBeLessThanOrEqual(whole.timeline?.worstNs ?? NaN);
});

describe('what is known', () => {
  it('does not fit the device where it is more than there is', async () => {
    const { diagnostics, report, status } = await figuresOf(`${pynq}
network n {
  input image 3x32x32
  conv c1 kernel 3x3 filters 64 pad 1
  operator o1 64x32x32 onnx "LRN"
  flatten
  dense fc units 4096
}
stage whole in static { c1 .. fc }`);
    const [error] = diagnostics.filter((d) => d.severity === 'error');
    expect(error).toMatchObject({ code: 'EX4003' });
    expect(error?.message).toMatch(/need at least 131,\d{3} RAMB18, the xc7z020 has 280/);
    expect(report.modules[0]?.resources?.bram18).toBeGreaterThan(131_072);
    expect(status.fit).toBe('does not fit');
    for (const baseline of report.baselines) expect(baseline.fits).toBe(false);
  });

  it('does not fit its region likewise', async () => {
    const layers = 'filters 4096\n  operator 4096x2x2 onnx "LRN"';
    const { diagnostics } = await figuresOf(reconfigured.replace('filters 8', layers));
    const found = diagnostics.filter((d) => d.code === 'EX4002' && d.severity === 'error');
    expect(found.map((d) => d.message).join()).toMatch(
      /`back` does not fit: it needs at least [\d,]+ RAMB18/,
    );
  });

  it('sizes a region that is placed by the tool, and its load is a lower bound too', async () => {
    const auto = reconfigured.replace(/region rp0[^]*$/, 'region rp0 { pblock auto }');
    const { report, analysis } = await figuresOf(auto.replace('relu\n', 'operator 4x6x6 onnx "LRN"\n'));
    expect(report.regions[0]?.pblock.length).toBeGreaterThan(0);
    expect(report.regions[0]?.used?.atLeast).toBe(true);
    const loads = report.timeline?.tasks.filter((t) => t.kind === 'load') ?? [];
    expect(loads.length).toBeGreaterThan(0);
    for (const task of loads) expect(task.atLeast).toBe(true);
    expect(analysis.timeline?.problem.loadsAtLeast).toBe(true);
  });

  it('is nothing of a module whose every layer is an operator: that stays not known', async () => {
    const text = `${pynq}
network n {
  input image 3x8x8
  conv c1 kernel 3x3 filters 4
  operator o1 4x6x6 onnx "LRN"
}
stage a in static { c1 }
stage b in static { o1 }`;
    const { report } = await figuresOf(text);
    expect(report.modules).toMatchObject([
      { name: 'a', resources: { lut: expect.any(Number) as number } },
      { name: 'b', resources: null, durationNs: null },
    ]);
    expect(report.modules[0]?.resources).not.toHaveProperty('atLeast');
    expect(report.layers.find((l) => l.name === 'o1')).toMatchObject({ cycles: null, resources: null });
    expect(report.static?.used.atLeast).toBe(true);
    // It is called at least.
    expect(report.timeline?.tasks.find((t) => t.module === 'b')).toMatchObject({ atLeast: true });
    expect(report.timeline?.tasks.find((t) => t.module === 'a')).not.toHaveProperty('atLeast');
  });

  it('is all of a module beside one of which nothing is known', async () => {
    const { report } = await figuresOf(
      reconfigured.replace('maxpool p1 window 2x2', 'maxpool q1 window 2x2\n operator p1'),
    );
    expect(report.modules.find((m) => m.name === 'front')?.resources?.atLeast).toBe(true);
    expect(report.modules.find((m) => m.name === 'early')?.resources).not.toHaveProperty('atLeast');
  });

  it('keeps block RAM exact where only arithmetic is not modelled', async () => {
    const { report } = await figuresOf(
      `${pynq}\n${chain.replace('filters 8', 'filters 8 weights fp16')}\nbudget { bram18 <= 50%\n lut <= 90% }`,
    );
    expect(report.modules[0]?.resources?.notModelled).toEqual(['lut', 'ff', 'dsp']);
    expect(report.budgets.map((b) => b.verdict)).toEqual(['fits', 'not known']);
  });

  it('takes no fabric on the processor, and its time there leaves out what is not counted', async () => {
    const layers = (operator: string) =>
      `${pynq}\n${chain.replace('relu\n', operator)}\nstage s in cpu { c1 .. f1 }`;
    const open = (await figuresOf(layers('operator o1 4x6x6 onnx "LRN"\n'))).report.modules[0];
    const counted = (await figuresOf(layers('operator o1 4x6x6 onnx "LRN" macs 1000\n'))).report.modules[0];
    for (const module of [open, counted])
      expect(module?.resources).toEqual({ lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 });
    expect(open?.timeAtLeast).toBe(true);
    expect(counted).not.toHaveProperty('timeAtLeast');
    expect(open?.durationNs).toBeLessThan(counted?.durationNs ?? NaN);
  });
});

describe('a design with all of its layers modelled', () => {
  it('has no mark anywhere', async () => {
    const { report } = await figuresOf(reconfigured);
    // Of energy something is never modelled, and it says so.
    expect(JSON.stringify({ ...report, energy: null })).not.toMatch(/atLeast|atMost|unknown"|notModelled/i);
  });
});
