import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../server/src/arithmetic';
import { isOrderable, lookupPart, orderableExample } from '../../server/src/device/index';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { problemsOf } from '../../server/src/export/hls/check';
import { planKernel } from '../../server/src/export/hls/kernel';
import { kernels } from '../../server/src/export/kernel-interface';
import { cascade, crowded, residual, shared, unet } from '../support/crossing-designs';
import { chain, pynq, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { load } from '../support/fixture';
import { checkFixes } from '../support/quick-fixes';

const codesOf = async (text: string) =>
  diagnose((await load(text)).analysis)
    .filter(({ code }) => code === 'EX8017')
    .map(({ code, start, message }) => ({ code, start, message }));

describe('what exports make no kernel of', () => {
  it('is reported at the layer, while typing', () =>
    checkDiagnostics(`${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 rank 2
//     ^^ EX8013 This layer cannot be exported: \`rank\` is modelled, but not exported yet: leave it out, or write its two factors as two layers.
  flatten
  dense f1 units 12 codebook 4
//      ^^ EX8013 \`codebook\` is modelled, but not exported yet: leave it out.
  dense f2 units 10
  softmax s1
//        ^^ EX4006
//        ^^ EX8013 no kernel computes a softmax layer; leave it out: an exit decides by \`when softmax\`, and the label is the same.
}
`));

  it('is reported once per number type', () =>
    checkDiagnostics(`${pynq}
network n {
  precision fp16
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
//     ^^ EX4006
//     ^^ EX8013 weights fp16: the kernels compute with integers; write int2 to int16, binary or ternary.
  flatten
  dense f1 units 10
}
`));

  it('is reported at an exit that decides over the pixels of an image, which the model numbers otherwise', () =>
    checkDiagnostics(`${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  conv c2 kernel 3x3 filters 4 pad 1
}
exit e after c1 {
//   ^ EX8014 This module cannot be exported: exit e decides over the pixels of an image, which kernels number otherwise than the model does: end it in a \`dense\` layer, or put \`globalpool\` in front of its end.
  conv e1 kernel 1x1 filters 4
  flatten
  when softmax >= 0.9
  rate 50%
}
stage a in static { c1 }
stage b in static { c2 }
`));

  it.each([
    ['two channels', 'conv g kernel 8x7 filters 2', ['a', 'b', 'c', 'd'], 1],
    ['one channel, which both number alike', 'conv g kernel 8x7 filters 1', ['a', 'b'], 0],
  ])('is reported at a switch that decides over pixels of %s', async (_, head, names, count) => {
    const text = `${pynq}
${names.map((n) => `network ${n} {\n  input x${n} 4x8x8\n  globalpool\n  dense f${n} units 4\n}`).join('\n')}
switch gate before ${names.join(', ')} {
  ${head}
  flatten
${names.map((n) => `  case to_${n} rate ${100 / names.length}% -> ${n}`).join('\n')}
}
`;
    const { analysis } = await load(text);
    const told = diagnose(analysis).filter((d) => /^EX(1|2|8014)/.test(d.code));
    expect(told.map((d) => d.message.includes('switch gate decides over the pixels of an image'))).toEqual(
      new Array<boolean>(count).fill(true),
    );
    const problems = problemsOf(analysis, randomNumbers(analysis.lists, 1));
    expect(problems.filter((p) => p.message.includes('pixels'))).toHaveLength(count);
  });

  it.each([residual, unet, shared, cascade, crowded(8)])(
    'is silent of stages that up to eight values cross (%#)',
    async (text) => {
      const { analysis } = await load(text);
      // Whether they fit their places is told elsewhere.
      const told = diagnose(analysis).filter((d) => !/^EX400[23]$/.test(d.code));
      expect(told.map((d) => `${d.code} ${d.message}`)).toEqual([]);
    },
  );

  it.each(['static', 'cpu'])('is reported for a stage in %s that fifty values cross', async (place) => {
    const text = crowded(50).replaceAll('in static', `in ${place}`);
    const { analysis } = await load(place === 'cpu' ? text.replace('two in cpu', 'two in static') : text);
    const told = diagnose(analysis).filter((d) => d.code === 'EX8014');
    const names = 'v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, …';
    const way =
      'a module has at most 8 streams each way, with a DMA each: begin a stage at next instead, where one value crosses.';
    expect(told.map((d) => d.message)).toEqual([
      `This module cannot be exported: stage one reads image and hands on 50 values (${names}); ${way}`,
      `This module cannot be exported: stage two reads 50 values (${names}) and hands on f; ${way}`,
    ]);
    // At its line, and the export says the same.
    expect(told.map((d) => analysis.files[0]?.text.slice(d.start, d.end))).toEqual(['one', 'two']);
    const problems = problemsOf(analysis, randomNumbers(analysis.lists, 1));
    expect(problems.map((p) => `This module cannot be exported: ${p.message}.`)).toEqual(
      told.map((d) => d.message),
    );
  });

  it('names a cut that works', async () => {
    const { analysis } = await load(crowded(50, false));
    expect(diagnose(analysis).filter((d) => d.code === 'EX8014')).toEqual([]);
    expect(problemsOf(analysis, randomNumbers(analysis.lists, 1))).toEqual([]);
  });

  it('is silent where nothing is meant to be built', () =>
    checkDiagnostics(chain.replace('filters 8', 'filters 8 rank 2')));

  it('is silent of what can be exported', () => checkDiagnostics(reconfigured));

  it.each([
    ['rank', 'filters 8', 'filters 8 rank 2'],
    ['a softmax', 'relu\n', 'relu\n softmax s\n'],
    ['uram', 'filters 8', 'filters 8 weights-in uram'],
    ['a codebook', 'filters 8', 'filters 8 codebook 4'],
  ])('is what the export says, at the same place: %s', async (_, was, is) => {
    const { analysis } = await load(reconfigured.replace(was, is));
    const problems = problemsOf(analysis, randomNumbers(analysis.lists, 1));
    const told = diagnose(analysis).filter((d) => d.code === 'EX8013');
    expect(problems.length).toBeGreaterThan(0);
    expect(told).toHaveLength(problems.length);
    for (const [i, { message }] of problems.entries())
      expect(told[i]?.message).toContain(message.slice(message.indexOf(': ') + 2));
  });
});

describe('a schedule that no controller runs', () => {
  it('is reported at its batch', () =>
    checkDiagnostics(`${pynq}
${chain}
stage all in static { c1 .. f1 }
schedule {
  batch 2000
//^^^^^^^^^^ EX8015 This schedule cannot be exported: the controller takes batches up to 1024.
}
`));
});

describe('what Vivado and the runtime have no room or no name for', () => {
  const dense = (n: number, more = ''): string =>
    Array.from({ length: n }, (_, i) => `  dense f${i} units 2${more}`).join('\n');

  it('is reported: a part without package and speed grade, with an example of a full name', () =>
    checkDiagnostics(`device { part "xc7z045" }
//            ^^^^^^^^^ EX8017 This design cannot be exported as a project: Vivado needs the full part name, with package and speed grade, which \`xc7z045\` is not: write for instance \`part "xc7z045fbg676-1"\`, or a board.
${chain}
`));

  it('is reported: an ICAP, for which no controller is built; not where nothing is loaded', async () => {
    const icap = reconfigured.replace('clock 100 MHz', 'clock 100 MHz port icap at 380 MB/s');
    const at = icap.indexOf('port icap');
    const found = await codesOf(icap);
    expect(found).toEqual([
      {
        code: 'EX8017',
        start: at,
        message:
          'This design cannot be exported as a project: the export builds no ICAP controller and loads modules through the PCAP, so these load times would not be those of what is built: write `port pcap`.',
      },
    ]);
    expect(await codesOf(`device { board pynq-z2 clock 100 MHz port icap }\n${chain}`)).toEqual([]);
    // The rate is the ICAP's, so it goes with it.
    await checkFixes(icap, 'EX8017', {
      "Change to 'port pcap'": 'device { board pynq-z2 clock 100 MHz port pcap }',
    });
  });

  it.each([
    ['xc7z020', 'xc7z020clg400-1'],
    ['xczu9eg', 'xczu9eg-ffvc900-1-e'],
    ['xczu3', 'xczu3cg-sbva484-1-e'],
    ['xck26', 'xck26-sfvc784-2LV-c'],
  ])('the example is whole, and of the same silicon: %s', (part, example) => {
    expect(orderableExample(part)).toBe(example);
    expect(isOrderable(example)).toBe(true);
    expect(lookupPart(example)).toMatchObject({
      doubts: [],
      base: part.startsWith('xck') ? 'xczu5' : part.replace(/eg$/, ''),
    });
  });

  it('is reported: everything on the processor', async () => {
    const text = `${pynq}\n${chain}\nstage all in cpu { c1 .. f1 }\n`;
    expect(await projectMessages(text)).toEqual([
      'This design cannot be exported as a project: every module runs on the processor, so there is no hardware to build.',
    ]);
  });

  it('reports more streams of weights than the runtime feeds', async () => {
    const text = `${pynq}
network n {
  input x 2
${dense(257, ' weights-in ddr')}
}
`;
    expect(await projectMessages(text)).toEqual([
      'This design cannot be exported as a project: the runtime supports at most 256 streams of weights, the design has 257.',
    ]);
    expect(await projectMessages(text.replace(' weights-in ddr', ''))).toEqual([]);
  });

  it('reports more weights of one input than a transfer holds', async () => {
    const text = `${pynq}
network n {
  input image 64x64x64
  conv c1 kernel 3x3 filters 64 pad 1 weights-in ddr
}
`;
    const [only, ...more] = await projectMessages(text);
    expect(only).toMatch(
      /c1 streams 150,994,944 B of weights per input, more than the 64 MiB of one DMA transfer/,
    );
    expect(more).toEqual([]);
    expect(await projectMessages(text.replace('64x64x64', '64x16x16'))).toEqual([]);
  });

  it('reports more steps than the controller runs', async () => {
    const stages = Array.from({ length: 257 }, (_, i) => `stage s${i} in static { f${i} }`).join('\n');
    const text = `${pynq}\nnetwork n {\n  input x 2\n${dense(257)}\n}\n${stages}\n`;
    expect(await projectMessages(text)).toEqual([
      'This design cannot be exported as a project: the controller supports at most 256 steps, the design has 257.',
    ]);
  });

  it('is reported: paths after a switch that end or begin in different values', async () => {
    const text = `${pynq}
network a {
  input xa 1x8x8
  flatten
  dense fa units 10
}
network b {
  input xb 1x8x8
  flatten
  dense fb units 12
}
switch gate before a, b {
  flatten
  dense g units 2
  case small rate 50% -> a
  case large rate 50% -> b
}
`;
    expect((await projectMessages(text)).join()).toContain('different numbers or types of logits');
    expect(await projectMessages(text.replace('units 12', 'units 10'))).toEqual([]);
  });

  it('counts the bytes that an exported kernel reads', async () => {
    const text = reconfigured.replace('filters 8', 'filters 8 weights-in ddr');
    const { analysis } = await load(text);
    const numbers = randomNumbers(analysis.lists, 1);
    const ports = kernels(analysis).flatMap(
      ({ module, top }) => planKernel(analysis, numbers, module, top).parts.weightPorts,
    );
    const bytes = analysis.modules.flatMap((m) =>
      m.layers.flatMap((i) => m.list.layers[i]?.cost?.streamedBytes ?? []),
    );
    expect(ports.map((p) => p.words.length)).toEqual(bytes.filter((each) => each > 0));
    expect(ports).toHaveLength(1);
  });
});

async function projectMessages(text: string): Promise<string[]> {
  const { analysis } = await load(text);
  return diagnose(analysis)
    .filter((d) => d.code === 'EX8017')
    .map((d) => d.message);
}

describe('a stage that may be jumped over', () => {
  /** Case `quick` goes from `a` to the last stage at once. */
  const design = (last: string): string => `${pynq}
network n {
  input image 1x8x8
  conv a kernel 3x3 filters 4 pad 1
  conv b kernel 3x3 filters 4 pad 1
  ${last}
  flatten
  dense f units 4
}
switch w after a {
  globalpool
  dense g units 2
  case whole rate 50% -> m
  case quick rate 50% -> l
  on static
}
stage k in static { a }
stage m in static { b }
stage l in static { c .. f }`;
  const messages = async (last: string): Promise<string[]> =>
    diagnose((await load(design(last))).analysis).map((d) => `${d.code} ${d.message}`);

  it('leaves a stage behind it without one of the values that it reads', async () => {
    expect(await messages('add c from b, a')).toEqual([
      'EX8017 This design cannot be exported as a project: stage l reads b, which a path that jumps over its stage does not have: let the stage behind the jump read one value.',
    ]);
  });

  it('is no obstacle where the stage behind it reads one value, as the message says', async () => {
    expect(await messages('conv c kernel 3x3 filters 4 pad 1')).toEqual([]);
  });
});
