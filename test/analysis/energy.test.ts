import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { reportText } from '../../server/src/export/report/text';
import { codeLenses } from '../../server/src/ide/code-lens';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';
import { runs } from '../support/seed';
import { samples } from '../support/samples';

/** The design of `reconfigured` with other words in its device and schedule. */
async function energyOf(device = '', schedule = '') {
  const text = reconfigured.replace(/device \{/, `device { ${device}`);
  const { analysis } = await load(
    schedule === '' ? text : `${text.replace(/schedule \{[^}]*\}/, '')}\nschedule { ${schedule} }`,
  );
  const { energy } = analysis;
  if (energy?.stream === undefined) throw new Error('no energy');
  return { analysis, energy, stream: energy.stream };
}

describe('energy of an input', () => {
  it('is base power by the arrival period, whatever the design', async () => {
    const { stream, analysis } = await energyOf('idle 1.52 W', 'arrival every 100 ms');
    expect(stream.perInput.value).toBeGreaterThan(0.152);
    expect(stream.perInput.value).toBeLessThan(0.1521);
    expect(stream.power.value).toBeCloseTo(1.52, 3);
    expect(stream.byTime).toBe(true);
    for (const { name } of analysis.comparison?.baselines ?? [])
      expect(analysis.comparison?.energyOf(name)?.value).toBeCloseTo(0.152, 3);
  });

  it('back to back is base power by the period and what the modules take; alone, by the latency', async () => {
    const { energy, stream, analysis } = await energyOf('idle 2 W');
    const { timeline } = analysis;
    const period = (timeline?.stream?.periodPerInputNs ?? 0) / 1e9;
    expect(stream.perInput.value).toBeCloseTo(2 * period, 4);
    expect(stream.perInput.value).toBeGreaterThan(2 * period);
    expect(energy.alone.mean.value / (2e-9 * (timeline?.schedule.meanNs ?? 0))).toBeCloseTo(1, 1);
    const mean = energy.alone.ways.reduce((sum, { rate, joules }) => sum + rate * joules.value, 0);
    expect(mean).toBeCloseTo(energy.alone.mean.value, 9);
    expect(energy.alone.worst.value).toBe(Math.max(...energy.alone.ways.map((w) => w.joules.value)));
  });

  it('counts loads as time: what is told of them is within the whole', async () => {
    const { stream } = await energyOf('idle 2 W', 'policy serial');
    expect(stream.whileLoading.value).toBeGreaterThan(0);
    expect(stream.whileLoading.value).toBeLessThanOrEqual(stream.perInput.value);
    const { base, clock, data } = stream.shares;
    expect(clock).toBeNull();
    expect(base + data).toBeCloseTo(1, 9);
  });

  it('of the chip tells the clock apart, and all shares are one', async () => {
    const { stream, energy } = await energyOf();
    expect(energy.base.quantity).toBe('chip');
    const { base, clock, data } = stream.shares;
    expect(base + (clock ?? NaN) + data).toBeCloseTo(1, 9);
  });

  it('grows with idle power, with the period and with the temperature', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 5000 }),
        fc.integer({ min: 100, max: 1000 }),
        async (milliwatts, ms) => {
          const one = await energyOf(`idle ${milliwatts} mW`, `arrival every ${ms} ms`);
          const more = await energyOf(`idle ${milliwatts + 1} mW`, `arrival every ${ms} ms`);
          const later = await energyOf(`idle ${milliwatts} mW`, `arrival every ${ms + 1} ms`);
          const [cool, warm] = [
            await energyOf(`ambient ${ms / 10} C`),
            await energyOf(`ambient ${ms / 10 + 5} C`),
          ];
          expect(more.stream.perInput.value).toBeGreaterThan(one.stream.perInput.value);
          expect(later.stream.perInput.value).toBeGreaterThan(one.stream.perInput.value);
          expect(warm.stream.perInput.value).toBeGreaterThanOrEqual(cool.stream.perInput.value);
          for (const { perInput } of [one.stream, warm.stream]) {
            expect(perInput.low).toBeLessThan(perInput.value);
            expect(perInput.high).toBeGreaterThan(perInput.value);
          }
        },
      ),
      { numRuns: runs(10) },
    ));

  it('does not rise by hiding a load, at the same arrival', async () => {
    const serial = await energyOf('idle 2 W', 'policy serial arrival every 500 ms');
    const overlap = await energyOf('idle 2 W', 'policy overlap arrival every 500 ms');
    expect(overlap.stream.perInput.value).toBeLessThanOrEqual(serial.stream.perInput.value * (1 + 1e-9));
  });

  it('has less of loads with more inputs a batch', async () => {
    let least = Infinity;
    for (const batch of [1, 2, 4, 8]) {
      const { stream } = await energyOf('idle 2 W', `policy serial batch ${batch}`);
      expect(stream.whileLoading.value).toBeLessThanOrEqual(least);
      least = stream.whileLoading.value;
    }
  });
});

describe('without figures of the part', () => {
  const unknown = reconfigured.replace(/board pynq-z2/, 'part "xc7z030sbg485-1"');

  it('there is no line of energy anywhere', async () => {
    const { analysis } = await load(unknown);
    expect(analysis.energy).toBeUndefined();
    const report = buildReport(analysis, []);
    expect(report.energy).toBeUndefined();
    expect(reportText(report, [])).not.toMatch(/energy|joule|(?:base|mean) power/i);
    expect(viewSnapshot(analysis, []).timeline?.energy).toBeUndefined();
    expect(
      codeLenses(analysis)
        .map((l) => l.title)
        .join(' '),
    ).not.toMatch(/[mµ]J/);
  });

  it('a stated idle is enough', async () => {
    const { analysis } = await load(unknown.replace('device {', 'device { idle 3 W'));
    expect(analysis.energy?.base.quantity).toBe('board');
  });
});

describe('every figure', () => {
  it.each(samples.map(({ name }) => name))(
    'of %s has its band, its quantity and its source',
    async (name) => {
      const sample = samples.find((s) => s.name === name);
      const { analysis } = await load(sample?.text ?? '');
      const { energy } = buildReport(analysis, []);
      if (energy === undefined) return;
      expect(energy.quantity).toMatch(/^(?:chip|board)$/);
      expect(energy.baseW.source).not.toBe('');
      expect(energy.notModelled.length).toBeGreaterThan(3);
      for (const amount of [
        energy.baseW,
        energy.perInputJ,
        energy.meanPowerW,
        energy.alone.meanJ,
        energy.alone.worstJ,
      ]) {
        if (amount === null) continue;
        expect(amount.low).toBeLessThan(amount.value);
        expect(amount.high).toBeGreaterThan(amount.value);
      }
    },
  );
});

describe('sleep between inputs', () => {
  it('pays from where waiting takes as much as waking and sleeping', async () => {
    const { energy, analysis } = await energyOf(
      'idle 1.5 W sleep 0.3 W wake 800 ms at 2.7 W',
      'arrival every 10 s',
    );
    const { duty } = energy;
    if (duty === undefined || duty.lacks !== undefined) throw new Error('no duty cycle');
    const latencyNs = analysis.timeline?.schedule.meanNs ?? 0;
    // 0.8 s · (2.7 − 0.3) ÷ (1.5 − 0.3)
    expect(duty.paysFromNs).toBeCloseTo(1.6e9 + latencyNs, -2);
    const asleep = 0.3 * (10 - 0.8 - latencyNs / 1e9) + 2.7 * 0.8 + (1.5 * latencyNs) / 1e9;
    expect(duty.perInput?.value).toBeCloseTo(asleep, 3);
  });

  it('at the period where it begins to pay takes what waiting takes', async () => {
    const first = await energyOf('idle 1.5 W sleep 0.3 W wake 800 ms at 2.7 W');
    const { duty } = first.energy;
    const from = duty?.lacks === undefined ? (duty?.paysFromNs ?? 0) : 0;
    const { energy, stream } = await energyOf(
      'idle 1.5 W sleep 0.3 W wake 800 ms at 2.7 W',
      `arrival every ${from} ns`,
    );
    const asleep = energy.duty?.lacks === undefined ? energy.duty?.perInput?.value : undefined;
    expect(asleep).toBeCloseTo(stream.perInput.value, 3);
  });

  it('never pays where the board takes as much asleep', async () => {
    const { energy } = await energyOf('idle 1.5 W sleep 1.5 W wake 800 ms');
    expect(energy.duty).not.toHaveProperty('paysFromNs');
  });
});
