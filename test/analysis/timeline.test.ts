import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { codeLenses } from '../../server/src/ide/code-lens';
import { load } from '../support/fixture';
import { samples } from '../support/samples';

function chain(stages: number): string {
  const layers = Array.from({ length: stages }, (_, i) => `  conv c${i} kernel 1x1 filters 1`);
  const named = Array.from({ length: stages }, (_, i) => `stage s${i} in static { c${i} }`);
  return [
    'device { board zcu102 }',
    'network n {',
    '  input i 1x2x2',
    ...layers,
    '}',
    ...named,
    'budget { throughput >= 1 /s }',
  ].join('\n');
}

describe('a path', () => {
  it('of a hundred stages has its stream and its judgement', async () => {
    const { analysis } = await load(chain(100));
    expect(analysis.timeline?.stream?.throughputPerSecond).toBeGreaterThan(1);
    expect(analysis.comparison?.verdict).toBeDefined();
    expect(analysis.missing).toEqual([]);
  });

  it('of more stages than are modelled has its latency, and says what it has not', async () => {
    const { analysis } = await load(chain(200));
    expect(analysis.timeline?.schedule.worstNs).toBeGreaterThan(0);
    expect(analysis.timeline?.stream).toBeUndefined();
    expect(analysis.comparison).toBeUndefined();
    expect(analysis.missing[0]).toContain('of 200 stages are not modelled, only of up to 128');
    const unchecked = diagnose(analysis).find((d) => d.code === 'EX6005');
    expect(unchecked?.message).toContain('200 stages');
  });
});

describe('the worked example as a sample', () => {
  const text = samples.find((s) => s.name === 'worked-example')?.text ?? '';

  /** Its layers take their times to within two hundredths. */
  const near = (actual: number | undefined, ms: number): void => {
    expect(Math.abs((actual ?? 0) / (ms * 1e6) - 1)).toBeLessThan(0.02);
  };

  it('overlapping wins latency, serial wins throughput', async () => {
    const { timeline, comparison } = (await load(text)).analysis;
    const serial = (await load(text.replace('overlap\n', 'serial\n'))).analysis.timeline;
    near(timeline?.schedule.meanNs, 11);
    near(timeline?.schedule.worstNs, 15);
    near(timeline?.stream?.periodNs, 17);
    near(serial?.schedule.meanNs, 12.5);
    near(serial?.stream?.periodNs, 15);
    near(timeline?.schedule.exits[0]?.hiddenNs, 3);
    // Half of the inputs leave while 5 ms of load are under way for nothing.
    near(timeline?.schedule.wastedPortNs, 2.5);
    expect(timeline?.schedule.exits[0]?.exposedNs).toBe(0);
    expect(comparison?.verdict).toMatch(/overlapping saves .* on latency and costs .* of throughput/);
  });
});

describe('the model selection as a sample', () => {
  it('has every way in its report', async () => {
    const text = samples.find((s) => s.name === 'model-selection')?.text ?? '';
    const { analysis } = await load(text);
    const { timeline, diagnostics, baselines } = buildReport(analysis, diagnose(analysis));
    expect(diagnostics).toEqual([]);
    expect(timeline?.decisions.map((d) => [d.name, ...d.cases.map((c) => [c.name, c.rate])])).toEqual([
      ['gate', ['easy', 0.7], ['hard', 0.3]],
    ]);
    expect(timeline?.paths.map((p) => [p.choices, p.exits.map((e) => e.name)])).toEqual([
      [[{ switch: 'gate', case: 'easy' }], []],
      [[{ switch: 'gate', case: 'hard' }], ['early']],
    ]);
    const share = (timeline?.paths ?? []).reduce((sum, p) => sum + p.rate, timeline?.exits[0]?.rate ?? 0);
    expect(share).toBeCloseTo(1, 9);
    expect(baselines.map((b) => b.name)).toEqual(['static', 'static-no-exits', 'serial']);
    const lenses = codeLenses(analysis).map((l) => l.title);
    expect(lenses).toContainEqual(
      expect.stringMatching(
        /^check 25.3 µs: the next stage waits 25.3 µs · easy: 70 % in 255 µs · hard: 30 % in 7.24 ms/,
      ),
    );
    const paths = viewSnapshot(analysis, []).timeline?.paths.map((p) => p.exit);
    expect(paths).toEqual(['easy · end', 'hard · early', 'hard · end']);
  });

  it('without a device asks for one', async () => {
    const text = samples.find((s) => s.name === 'model-selection')?.text ?? '';
    const { analysis } = await load(text.replace('board pynq-z2', ''));
    expect(diagnose(analysis).filter((d) => d.code === 'EX6007')).toEqual([]);
  });
});
