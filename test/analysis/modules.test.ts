import { describe, expect, it } from 'vitest';
import { placeName } from '../../server/src/analysis/figures/modules';
import { load } from '../support/fixture';
import { chain, exitAfterPool, pynq, reconfigured } from '../support/designs';

async function modulesOf(text: string) {
  const { analysis } = await load(text);
  const of = (name: string) => analysis.modules.find((m) => m.name === name);
  return { analysis, of };
}

describe('figures of modules', () => {
  it('are the stages in path order, then the exits, each with its layers and place', async () => {
    const { analysis } = await modulesOf(reconfigured);
    expect(
      analysis.modules.map((m) => [
        m.kind,
        m.name,
        placeName(m.place),
        m.layers.map((i) => m.list.specs[i]?.label),
      ]),
    ).toEqual([
      ['stage', 'front', 'rp0', ['image', 'c1', 'relu#2', 'p1']],
      ['stage', 'back', 'rp0', ['c2', 'flatten#5', 'f1']],
      ['exit', 'early', 'static', ['flatten#0', 'b1']],
    ]);
  });

  it('take an invocation, the fill and an interval for each input', async () => {
    const { analysis, of } = await modulesOf(reconfigured);
    const front = of('front');
    const { intervalCycles = NaN, latencyCycles = NaN } = front?.cost ?? {};
    const cycleNs = 1e9 / analysis.target.clockHz;
    expect(front?.duration?.perInputNs).toBe(intervalCycles * cycleNs);
    // 5 µs to start it, then from the first word in to the last word out.
    const { fixedNs = NaN, perInputNs = NaN } = front?.duration ?? {};
    expect(fixedNs + perInputNs).toBe(5000 + latencyCycles * cycleNs);
  });

  it('take half the time for an input at twice the clock', async () => {
    const slow = await modulesOf(reconfigured);
    const fast = await modulesOf(reconfigured.replace('100 MHz', '200 MHz'));
    for (const name of ['front', 'back', 'early']) {
      const [a, b] = [slow.of(name)?.duration, fast.of(name)?.duration];
      expect(b?.perInputNs).toBe((a?.perInputNs ?? NaN) / 2);
      expect(b?.fixedNs).toBeLessThan(a?.fixedNs ?? NaN);
    }
  });

  it('take no fabric on the processor, and more time', async () => {
    const { of } = await modulesOf(
      `${pynq}\n${chain}\n${exitAfterPool.replace('rate 60%', 'rate 60%\n  on cpu')}`,
    );
    expect(of('early')?.resources).toEqual({ lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 });
    expect(of('early')?.duration?.perInputNs).toBeGreaterThan(0);
  });

  it('have neither cost nor duration where nothing is known of any layer', async () => {
    const { of, analysis } = await modulesOf(`${pynq}\n${chain.replace('kernel 3x3', 'kernel 99x99')}`);
    expect(of('n')?.cost).toBeUndefined();
    expect(of('n')?.resources).toBeUndefined();
    expect(of('n')?.duration).toBeUndefined();
    expect(analysis.timeline).toBeUndefined();
  });

  it.each(['margin >= 2', 'softmax2 >= 0.8'])(
    'of an exit hold its decision: softmax costs more than %s',
    async (when) => {
      const softmax = (await modulesOf(reconfigured)).of('early')?.resources;
      const cheaper = (await modulesOf(reconfigured.replace('softmax >= 0.9', when))).of('early')?.resources;
      // The product of softmax2 is in LUTs, where the kernel binds it, instead of blocks.
      if (when.startsWith('margin')) expect(softmax?.lut).toBeGreaterThan(cheaper?.lut ?? NaN);
      expect(softmax?.dsp).toBeGreaterThan(cheaper?.dsp ?? NaN);
    },
  );
});
