import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../../server/src/analysis/analysis';
import { type Quantisation, type QuantisedDesign, randomNumbers } from '../../../server/src/arithmetic';
import { entryCode } from '../../support/entry';
import { load } from '../../support/fixture';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { buildTestbenches, counted, exported, sanitized } from './kernels';

/** Layers that fetch each weight once an input, in networks that each are one kernel. */
const designs = [
  // More positions than shift registers hold, and fewer; one layer behind the other; words of one value and of all.
  `input image 2x7x6
   conv a kernel 3x3 filters 8 pad 1 parallel pe 4 simd 2 weights-in ddr order weights
   conv b kernel 3x3 filters 6 parallel pe 3 simd 4 weights-in ddr order weights
   conv c kernel 3x3 filters 4 pad 1 parallel pe 4 simd 6 weights-in ddr order weights
   conv d kernel 2x2 filters 5 stride 2 weights-in ddr order weights`,
  // Strides that leave rows and columns out, uneven padding, dilation, kernels that are not square, two positions.
  `input image 4x13x17
   conv a kernel 3x3 filters 4 stride 3 pad 1x0x0x2 parallel simd 4 weights-in ddr order weights
   conv b kernel 2x3 filters 6 dilation 2 pad 2 parallel pe 2 simd 2 weights-in ddr order weights
   conv c kernel 1x4 filters 4 stride 2x1 pad 0x3 parallel pe 4 simd 3 weights-in ddr order weights
   conv d kernel 3x1 filters 3 stride 5x1 parallel pe 3 weights-in ddr order weights
   conv e kernel 1x5 filters 2 stride 1x4 weights-in ddr order weights`,
  // 1x1 kernels, at every position and not; wide and narrow numbers.
  `input image 6x5x9
   conv a kernel 1x1 filters 4 parallel pe 2 simd 3 weights-in ddr order weights activations int12
   conv b kernel 1x1 filters 8 stride 2 parallel pe 8 simd 4 weights-in ddr order weights weights int12
   conv c kernel 3x3 filters 4 pad 1 parallel simd 8 weights-in ddr order weights weights ternary activations int4
   conv d kernel 2x2 filters 4 parallel pe 2 simd 2 weights-in ddr order weights weights binary`,
  // Groups: one after the other, in several folds, and several at once; depthwise with one and two filters a channel.
  `input image 4x8x7
   conv a kernel 3x3 filters 8 groups 2 pad 1 parallel pe 2 simd 2 weights-in ddr order weights
   conv b kernel 3x3 filters 8 groups 4 pad 1 parallel pe 4 simd 2 weights-in ddr order weights
   depthwise c kernel 3x3 pad 1 parallel pe 4 weights-in ddr order weights
   depthwise d kernel 3x2 filters 16 parallel pe 4 weights-in ddr order weights
   depthwise e kernel 2x2 filters 32 stride 2 parallel pe 1 weights-in ddr order weights`,
  // Beside other layers, where two arms join, and beside a layer that fetches its weights for each position.
  `input image 3x8x8
   conv a kernel 3x3 filters 4 pad 1
   conv b kernel 3x3 filters 4 pad 1 parallel pe 2 simd 4 weights-in ddr order weights from a
   conv c kernel 3x3 filters 4 pad 1 weights-in ddr order positions from b
   add s from a, c
   maxpool p window 2x2
   conv t kernel 3x3 filters 8 pad same parallel pe 8 simd 4 weights-in ddr order weights
   conv v kernel 1x1 filters 8 parallel pe 2 from p
   add u from t, v`,
].map((body) => `device { board pynq-z2 }\nnetwork n {\n${body}\n flatten\n dense f units 3\n}`);

/** The same numbers with an odd zero point at every value between layers; what only moves values keeps its input's. */
function withZeroPoints(numbers: QuantisedDesign, { lists }: Analysis): QuantisedDesign {
  const [list] = lists;
  const own = numbers.lists[0]?.layers;
  const code = (i: number): Quantisation => {
    const spec = list?.specs[i];
    const moves = spec?.kind === 'flatten' || spec?.kind === 'maxpool';
    const output = own?.get(i)?.output;
    if (moves) return code(spec.inputs[0] ?? 0);
    return output === undefined ? entryCode(numbers) : { ...output, zeroPoint: 2 * ((i * 7) % 4) - 3 };
  };
  return {
    ...numbers,
    lists: numbers.lists.map((each) => ({
      ...each,
      layers: new Map(
        [...each.layers].map(([i, layer]) => [
          i,
          { ...layer, inputs: (list?.specs[i]?.inputs ?? []).map(code), output: code(i) },
        ]),
      ),
    })),
  };
}

describe.skipIf(!hasTool('g++'))('layers that fetch each weight once an input', () => {
  const folder = temporaryFolder();

  test.each([
    ['in the cycles of the model, over FIFOs of their depth', 'counted', counted],
    ['without a read beside a memory', 'sanitized', sanitized],
  ])('compute what the integer reference computes, %s', async (_, name, flags) => {
    const made = [];
    for (const text of designs) {
      const { analysis } = await load(text);
      expect(analysis.problems.map(({ kind }) => kind)).toEqual([]);
      made.push(exported(analysis, withZeroPoints(randomNumbers(analysis.lists, 5), analysis)));
    }
    const sources = made.flatMap(({ files }) => [...files.values()]).join('');
    expect(sources).toContain('exeunt::weight_stationary<');
    const printed = execute(buildTestbenches(folder, name, made, flags), []);
    expect(printed).not.toContain('WRONG');
    expect(printed.match(/every value is right/g)).toHaveLength(designs.length);
  });
});
