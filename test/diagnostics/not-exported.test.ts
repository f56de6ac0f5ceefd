import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../server/src/arithmetic';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { problemsOf } from '../../server/src/export/hls/check';
import { chain, pynq, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { load } from '../support/fixture';

describe('what exports make no kernel of', () => {
  it('is told at the layer, while typing', () =>
    checkDiagnostics(`${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 rank 2
//     ^^ EX8013 No kernel is exported of this layer: \`rank\` is modelled, but not exported yet: leave it out, or write its two factors as two layers.
  flatten
  dense f1 units 12 codebook 4
//      ^^ EX8013 \`codebook\` is modelled, but not exported yet: leave it out.
  dense f2 units 10
  softmax s1
//        ^^ EX4006
//        ^^ EX8013 no kernel computes a softmax layer; leave it out: an exit decides by \`when softmax\`, and the label is the same.
}
`));

  it('is told once of a number type', () =>
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

  it('is told of a stage that more than one value crosses', () =>
    checkDiagnostics(`${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  conv c2 kernel 3x3 filters 4 pad 1
  add a1 from c1 c2
  flatten
  dense f1 units 10
}
stage one in static { c1 .. c2 }
//    ^^^ EX8014 stage one reads image and hands on 2 values (c1, c2); a kernel has one stream in and one out: let the stage end where one value is all that later layers read.
stage two in static { a1 .. f1 }
//    ^^^ EX8014 stage two reads 2 values (c1, c2) and hands on f1;
`));

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
  it('is told at its batch', () =>
    checkDiagnostics(`${pynq}
${chain}
stage all in static { c1 .. f1 }
schedule {
  batch 2000
//^^^^^^^^^^ EX8015 No controller is exported of this schedule: the controller takes batches up to 1024.
}
`));
});
