/** Exits where people train them: on the input, and on a layer of the network itself. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { pynq } from '../support/designs';
import { load } from '../support/fixture';

const onInput = (stages: string) => `${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit zero after image {
  flatten
  dense z1 units 10
  when softmax >= 0.9
  rate 25%
}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}
${stages}`;

describe('an exit on the input', () => {
  it.each([
    ['without stages', '', ['n-1', 'n-2']],
    ['with stages', 'stage a in static { c1 .. p1 }\nstage b in static { c2 .. f1 }', ['a', 'b']],
  ])('is checked in front of the first stage, %s', async (_, text, stages) => {
    const { analysis } = await load(onInput(text));
    expect(diagnose(analysis).map((d) => d.message)).toEqual([]);
    expect(analysis.design.stages.map((s) => s.name)).toEqual(stages);
    const { schedule, problem } = analysis.timeline ?? {};
    expect(problem?.exits?.map((e) => e.name)).toEqual(['zero']);
    const tasks = schedule?.tasks.map((t) => `${t.kind} ${t.module}`);
    expect(tasks).toEqual([
      'check zero',
      `compute ${stages[0] ?? ''}`,
      'check early',
      `compute ${stages[1] ?? ''}`,
    ]);
    const [zero, early] = schedule?.exits ?? [];
    expect([zero?.rate, early?.rate]).toEqual([0.25, 0.6]);
    // Nothing but its own check is in front of it.
    const own = analysis.modules.find((m) => m.name === 'zero')?.duration;
    expect(zero?.latencyNs).toBe((own?.fixedNs ?? 0) + (own?.perInputNs ?? 0));
  });
});

describe('an exit without layers', () => {
  const cascade = `${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu
  flatten features
  dense f1 units 10
  concat both from features, f1
  dense f2 units 10
}
exit first after f1 {
  when softmax >= 0.9
  rate 50%
}
`;

  it('decides on the values of its layer', async () => {
    const { analysis } = await load(cascade);
    const exit = analysis.modules.find((m) => m.name === 'first');
    expect(exit?.cost).toMatchObject({ bytesIn: 10, streams: { into: 1, out: 1 } });
    expect(analysis.timeline?.schedule.exits.map((e) => e.rate)).toEqual([0.5]);
  });

  it('whose stage hands on the features too has a stream and a DMA for each', async () => {
    const { analysis } = await load(cascade);
    expect(diagnose(analysis)).toEqual([]);
    const streams = analysis.modules.map((m) => [m.name, m.cost?.streams]);
    expect(streams).toEqual([
      ['n-1', { into: 1, out: 2 }],
      ['n-2', { into: 2, out: 1 }],
      ['first', { into: 1, out: 1 }],
    ]);
  });
});

describe('an exit over an image', () => {
  it('is timed, and said not to be exported', async () => {
    const { analysis } = await load(`${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  relu
  conv c2 kernel 3x3 filters 3 pad 1
}
exit early after c1 {
  conv b1 kernel 1x1 filters 3
  when min confidence >= 0.8
  rate 50%
}
`);
    expect(diagnose(analysis).map((d) => `${d.code} ${d.message}`)).toEqual([
      expect.stringContaining(
        'EX8014 This module cannot be exported: exit early decides by min confidence',
      ) as string,
    ]);
    // One score a cycle, at each of 64 positions.
    const exit = analysis.modules.find((m) => m.name === 'early');
    expect(exit?.cost?.intervalCycles).toBeGreaterThanOrEqual(3 * 64);
    expect(analysis.timeline?.schedule.exits.map((e) => e.rate)).toEqual([0.5]);
  });
});
