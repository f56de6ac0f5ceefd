import { describe, expect, it } from 'vitest';
import { load } from '../support/fixture';
import { chain, reconfigured } from '../support/designs';

async function verdicts(text: string, ...limits: string[]) {
  const { analysis } = await load(`${text}\nbudget {\n${limits.join('\n')}\n}`);
  return analysis.budgets.map((b) => b.verdict);
}

describe('verdicts on budgets', () => {
  it('hold just at the figure itself, and not beyond', async () => {
    const { analysis } = await load(reconfigured);
    const worst = analysis.timeline?.schedule.worstNs ?? NaN;
    const mean = Math.ceil(analysis.timeline?.schedule.meanNs ?? NaN);
    expect(
      await verdicts(
        reconfigured,
        `latency worst <= ${worst} ns`,
        `latency worst <= ${worst - 1} ns`,
        `latency mean <= ${mean} ns`,
        `latency mean <= ${mean - 1} ns`,
      ),
    ).toEqual(['fits', 'does not fit', 'fits', 'does not fit']);
  });

  it('of throughput are lower limits', async () => {
    const { analysis } = await load(reconfigured);
    const rate = analysis.timeline?.stream?.throughputPerSecond ?? NaN;
    expect(
      await verdicts(reconfigured, `throughput >= ${rate * 0.99} /s`, `throughput >= ${rate * 1.01} /s`),
    ).toEqual(['fits', 'does not fit']);
  });

  it('of LUTs and DSPs may hold within the band: requantisation may take twice the blocks that were counted', async () => {
    const { analysis } = await load(reconfigured);
    const [region] = analysis.regions;
    const share = (kind: 'lut' | 'dsp') =>
      (region?.need?.[kind] ?? NaN) / (region?.figures?.resources[kind] ?? NaN);
    const percent = (value: number) => `${(value * 100).toFixed(3)}%`;
    const [lut, dsp] = [share('lut'), share('dsp')];
    const found = await verdicts(
      reconfigured,
      `lut <= ${percent(lut * 2)}`,
      `lut <= ${percent(lut)}`,
      `lut <= ${percent(lut / 4)}`,
      `dsp <= ${percent(dsp * 2)}`,
      `dsp <= ${percent(dsp + 0.001)}`,
      `dsp <= ${percent(dsp - 0.001)}`,
    );
    expect(found.slice(1)).toEqual(['may not fit', 'does not fit', 'fits', 'may not fit', 'does not fit']);
  });

  it('are not known where their figure is not', async () => {
    expect(await verdicts(chain, 'lut <= 50%', 'accuracy >= 90%')).toEqual(['not known', 'not known']);
  });
});
