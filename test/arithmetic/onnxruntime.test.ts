/** Sums, joins and means of integers, held beside onnxruntime's own operators, with zero points of every kind. */
import { describe, expect, it } from 'vitest';
import { type LayerNumbers, type Quantisation, kindArithmetic } from '../../server/src/arithmetic';
import { inferShapes } from '../../server/src/network';
import { type AttributeValue, floats, model, node, rawTensor, valueInfo } from '../support/onnx-writer';
import { layers } from '../support/layers';
import { seeded } from '../support/seed';
import { onnxruntime } from '../support/trained';

const random = seeded(61);
const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
type Kind = 'int8' | 'uint8';
/** Numbers in onnx.proto. */
const types = { int8: 3, uint8: 2 } as const;
const limits = { int8: { min: -128, max: 127 }, uint8: { min: 0, max: 255 } } as const;

/** A power of two, or any; the zero point is odd as often as even. */
function code(kind: Kind, exact: boolean): Quantisation {
  const { min, max } = limits[kind];
  const scale = exact ? 2 ** between(-6, -3) : Math.fround(0.01 + random() * 0.2);
  return { scale, zeroPoint: between(min, max), min, max };
}

const [C, H, W] = [3, 6, 5];
const SIZE = C * H * W;
const samples = (kind: Kind) =>
  Array.from({ length: SIZE }, () => between(limits[kind].min, limits[kind].max));

interface Case {
  readonly line: string;
  readonly inputs: readonly Quantisation[];
  readonly output: Quantisation;
  readonly kind: Kind;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly dims: readonly number[];
  /** In front of the operator's other inputs. */
  readonly outputFirst?: true;
}

/** The operator's integers, channels first. */
async function theirs(of: Case, values: readonly (readonly number[])[]): Promise<number[]> {
  const { kind, inputs, output } = of;
  const constants: Uint8Array[] = [];
  const codeNames = (name: string, { scale, zeroPoint }: Quantisation) => {
    constants.push(floats(`s${name}`, [], [scale]));
    constants.push(rawTensor(`z${name}`, types[kind], [], Uint8Array.of(zeroPoint)));
    return `s${name} z${name}`;
  };
  const out = codeNames('y', output);
  const given = inputs.map((q, i) => `x${i} ${codeNames(String(i), q)}`).join(' ');
  const all = of.outputFirst ? `${out} ${given}` : `${given} ${out}`;
  const file = model({
    nodes: [node(`${of.line} ${all} -> y`, of.attributes, { domain: 'com.microsoft' })],
    initializers: constants,
    inputs: inputs.map((_, i) => valueInfo(`x${i}`, [1, C, H, W], types[kind])),
    outputs: [valueInfo('y', [1, ...of.dims], types[kind])],
  });
  const session = await onnxruntime(file, { optimise: false });
  const Values = kind === 'int8' ? Int8Array : Uint8Array;
  const feeds = values.map(
    (v, i) => [`x${i}`, { type: kind, dims: [1, C, H, W], values: Values.from(v) }] as const,
  );
  const results = await session.run(new Map(feeds));
  await session.release();
  return Array.from(results.get('y')?.values ?? []);
}

/** From channels first to channels last, as images stream. */
const streamed = (values: readonly number[], channels: number) => {
  const area = values.length / channels;
  return values.map((_, i) => values[(i % channels) * area + Math.floor(i / channels)] ?? 0);
};

/** @param text layers of which the last one is meant */
function ours(text: string, numbers: LayerNumbers, values: readonly (readonly number[])[]): number[] {
  const { layers: shaped, problems } = inferShapes(layers(text));
  expect(problems).toEqual([]);
  const layer = shaped.at(-1);
  if (layer === undefined) throw new Error('there are no layers');
  const arithmetic = kindArithmetic(layer.spec.kind);
  if (arithmetic.does !== 'computes') throw new Error(`${layer.spec.kind} computes nothing`);
  const [first = new Int32Array(), ...more] = values.map((v) => Int32Array.from(streamed(v, C)));
  return [...arithmetic.run(layer, numbers, [first, ...more], numbers.output.min)];
}

const image = `input ${C}x${H}x${W}`;
const two = `a: ${image}; b: relu from a`;

/** Runs both over many codes; the share of values that differ, and by how much. */
async function compared(
  text: string,
  exact: boolean,
  make: (code: () => Quantisation) => Omit<Case, 'kind'> & Pick<LayerNumbers, 'countPadding'>,
): Promise<{ readonly different: number; readonly most: number }> {
  let different = 0;
  let total = 0;
  let most = 0;
  for (let i = 0; i < 24; i++) {
    const kind = i % 2 === 0 ? 'int8' : 'uint8';
    const made = make(() => code(kind, exact));
    const values = made.inputs.map(() => samples(kind));
    const wanted = streamed(await theirs({ ...made, kind }, values), made.dims[0] ?? C);
    const { inputs, output, countPadding = false } = made;
    const found = ours(text, { inputs, output, countPadding }, values);
    expect(found).toHaveLength(wanted.length);
    found.forEach((v, at) => {
      const apart = Math.abs(v - (wanted[at] ?? Number.NaN));
      different += apart > 0 ? 1 : 0;
      most = Math.max(most, apart);
    });
    total += found.length;
  }
  return { different: different / total, most };
}

const window = { kernel_shape: [2, 2], strides: [1, 1] };
const cases: readonly (readonly [
  string,
  string,
  (code: () => Quantisation) => Omit<Case, 'kind'> & Pick<LayerNumbers, 'countPadding'>,
])[] = [
  [
    'QLinearAdd',
    `${two}; add from a, b`,
    (q) => ({ line: 'QLinearAdd', inputs: [q(), q()], output: q(), attributes: {}, dims: [C, H, W] }),
  ],
  [
    'QLinearConcat',
    `${two}; concat from a, b`,
    (q) => ({
      line: 'QLinearConcat',
      inputs: [q(), q()],
      output: q(),
      attributes: { axis: 1 },
      dims: [2 * C, H, W],
      outputFirst: true,
    }),
  ],
  [
    'QLinearAveragePool of the same scale',
    `${image}; avgpool 2x2 stride 1`,
    (q) => {
      const input = q();
      const output = { ...input, zeroPoint: q().zeroPoint };
      return {
        line: 'QLinearAveragePool',
        inputs: [input],
        output,
        attributes: window,
        dims: [C, H - 1, W - 1],
      };
    },
  ],
  [
    'QLinearAveragePool of another scale',
    `${image}; avgpool 2x2 stride 1`,
    (q) => ({
      line: 'QLinearAveragePool',
      inputs: [q()],
      output: q(),
      attributes: window,
      dims: [C, H - 1, W - 1],
    }),
  ],
  [
    'QLinearAveragePool that counts its padding',
    `${image}; avgpool 3x3 stride 1 pad 1`,
    (q) => ({
      line: 'QLinearAveragePool',
      inputs: [q()],
      output: q(),
      attributes: { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], count_include_pad: 1 },
      dims: [C, H, W],
      countPadding: true,
    }),
  ],
  [
    'QLinearGlobalAveragePool',
    `${image}; globalpool`,
    (q) => ({
      line: 'QLinearGlobalAveragePool',
      inputs: [q()],
      output: q(),
      attributes: { channels_last: 0 },
      dims: [C, 1, 1],
    }),
  ],
  [
    'QLinearGlobalAveragePool of the same scale',
    `${image}; globalpool`,
    (q) => {
      const input = q();
      const output = { ...input, zeroPoint: q().zeroPoint };
      const attributes = { channels_last: 0 };
      return { line: 'QLinearGlobalAveragePool', inputs: [input], output, attributes, dims: [C, 1, 1] };
    },
  ],
];

describe('with scales that are powers of two, every value is that of onnxruntime', () => {
  it.each(cases)('%s', async (_name, text, make) => {
    expect(await compared(text, true, make)).toEqual({ different: 0, most: 0 });
  });
});

describe('with any scales', () => {
  it.each(cases)('%s is one step off at most, and seldom', async (name, text, make) => {
    const { different, most } = await compared(text, false, make);
    expect(most).toBeLessThanOrEqual(1);
    // Whole images are multiplied as there; windows of a scale's own add up float32, where many means are ties.
    const bound = name.includes('Global') ? 0 : name.includes('of the same scale') ? 0.15 : 0.002;
    expect(different).toBeLessThanOrEqual(bound);
  });
});
