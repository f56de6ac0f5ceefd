/** Trained networks of few bits, as Brevitas writes them, against onnxruntime with every `Quant` written out. */
import { describe, expect, test } from 'vitest';
import { runList } from '../../../server/src/arithmetic';
import { roundHalfEven } from '../../../server/src/arithmetic/requantise';
import { quantisedDesign } from '../../../server/src/model/numbers/numbers';
import { entryCode } from '../../support/entry';
import { imported } from '../../support/imported';
import { floats, model, node, valueInfo } from '../../support/onnx-writer';
import { onnxruntime } from '../../support/trained';

interface Bits {
  readonly bits: number;
  readonly signed?: boolean;
  readonly narrow?: boolean;
}

/** Limits of a quantiser (QONNX, Quant). */
function limits({ bits, signed = true, narrow = false }: Bits): [number, number] {
  const half = 2 ** (bits - 1);
  if (!signed) return [0, 2 ** bits - 1 - (narrow ? 1 : 0)];
  return [narrow ? 1 - half : -half, half - 1];
}

/** The same network twice: with the nodes of QONNX, and with what they mean. */
class Network {
  readonly quant: Uint8Array[] = [];
  readonly plain: Uint8Array[] = [];
  readonly constants: Uint8Array[] = [];
  private seed = 7;

  random(): number {
    this.seed = (this.seed * 48_271) % 2_147_483_647;
    return (this.seed / 2_147_483_647) * 2 - 1;
  }

  constant(name: string, dims: readonly number[], values: readonly number[]): string {
    this.constants.push(floats(name, dims, values));
    return name;
  }

  both(line: string, attributes: Parameters<typeof node>[1] = {}): void {
    this.quant.push(node(line, attributes));
    this.plain.push(node(line, attributes));
  }

  activation(from: string, to: string, scale: number, how: Bits): void {
    const [least, most] = limits(how);
    const scalar = (what: string, value: number) => this.constant(`${to}_${what}`, [], [value]);
    const [s, zero, bits] = [scalar('scale', scale), scalar('zero', 0), scalar('bits', how.bits)];
    const attributes = { signed: how.signed === false ? 0 : 1, narrow: how.narrow ? 1 : 0 };
    this.quant.push(
      node(`Quant ${from} ${s} ${zero} ${bits} -> ${to}`, attributes, { domain: 'qonnx.custom_op.general' }),
    );
    this.plain.push(
      node(`Div ${from} ${s} -> ${to}_1`),
      node(`Round ${to}_1 -> ${to}_2`),
      node(`Clip ${to}_2 ${scalar('least', least)} ${scalar('most', most)} -> ${to}_3`),
      node(`Mul ${to}_3 ${s} -> ${to}`),
    );
  }

  /** One scale a filter, or one for all; `bits` 1 are signs. */
  weights(name: string, dims: readonly number[], how: Bits, perFilter: boolean): string {
    const [filters = 1] = dims;
    const size = dims.reduce((a, b) => a * b, 1);
    const [least, most] = how.bits === 1 ? [-1, 1] : limits(how);
    const scaleOf = (f: number) => 2 ** -(3 + (perFilter ? f % 3 : 0));
    const scales = perFilter ? Array.from({ length: filters }, (_, f) => scaleOf(f)) : [scaleOf(0)];
    const filterOf = (i: number) => Math.floor((i * filters) / size);
    const real = Array.from({ length: size }, (_, i) => this.random() * (most + 1) * scaleOf(filterOf(i)));
    const rounded = real.map((w, i) => {
      const s = scaleOf(filterOf(i));
      const code = how.bits === 1 ? (w >= 0 ? 1 : -1) : Math.min(most, Math.max(least, roundHalfEven(w / s)));
      return code * s;
    });
    const domain = { domain: 'qonnx.custom_op.general' };
    const w = this.constant(`${name}.weight`, dims, real);
    const s = this.constant(
      `${name}_scale`,
      perFilter ? [filters, ...dims.slice(1).map(() => 1)] : [],
      scales,
    );
    if (how.bits === 1) this.quant.push(node(`BipolarQuant ${w} ${s} -> ${name}_q`, {}, domain));
    else {
      const zero = this.constant(`${name}_zero`, [], [0]);
      const bits = this.constant(`${name}_bits`, [], [how.bits]);
      const attributes = { signed: 1, narrow: how.narrow ? 1 : 0 };
      this.quant.push(node(`Quant ${w} ${s} ${zero} ${bits} -> ${name}_q`, attributes, domain));
    }
    this.constant(`${name}_r`, dims, rounded);
    this.plain.push(node(`Identity ${name}_r -> ${name}_q`));
    return `${name}_q`;
  }

  file(nodes: readonly Uint8Array[]): Uint8Array {
    return model({
      nodes,
      initializers: this.constants,
      inputs: [valueInfo('x', [1, 3, 6, 6])],
      outputs: [valueInfo('y', [1, 4])],
    });
  }
}

function network(
  weights: readonly [Bits, Bits, Bits],
  activations: readonly [Bits, Bits],
  perFilter: boolean,
): Network {
  const net = new Network();
  const [w1, w2, w3] = weights;
  const [a1, a2] = activations;
  net.activation('x', 'xq', 2 ** -6, { bits: 8 });
  net.both(`Conv xq ${net.weights('conv1', [4, 3, 3, 3], w1, perFilter)} -> c1`, { pads: [1, 1, 1, 1] });
  net.both('Relu c1 -> r1');
  net.activation('r1', 'q1', 2 ** -(a1.bits - 1), { signed: false, ...a1 });
  net.both('MaxPool q1 -> p1', { kernel_shape: [2, 2], strides: [2, 2] });
  net.both(`Conv p1 ${net.weights('conv2', [6, 4, 2, 2], w2, perFilter)} -> c2`);
  net.both('Relu c2 -> r2');
  net.activation('r2', 'q2', 2 ** -(a2.bits - 1), { signed: false, ...a2 });
  net.both('Flatten q2 -> f');
  const bias = net.constant('fc.bias', [4], [0.5, -0.25, 0.125, 0]);
  net.both(`Gemm f ${net.weights('fc', [4, 24], w3, perFilter)} ${bias} -> y`, { transB: 1 });
  return net;
}

describe('a QONNX model', () => {
  test.each<[string, readonly [Bits, Bits, Bits], readonly [Bits, Bits], boolean, string[]]>([
    [
      'of 8, 4 and 8 bits',
      [{ bits: 8 }, { bits: 4 }, { bits: 8 }],
      [{ bits: 8 }, { bits: 6 }],
      true,
      ['int8', 'int4', 'int8'],
    ],
    [
      'of 4 and 2 bits',
      [{ bits: 4 }, { bits: 2 }, { bits: 4, narrow: true }],
      [{ bits: 4 }, { bits: 2 }],
      true,
      ['int4', 'int2', 'int4'],
    ],
    [
      'of 1 bit',
      [{ bits: 8 }, { bits: 1 }, { bits: 1 }],
      [{ bits: 2 }, { bits: 4 }],
      true,
      ['int8', 'binary', 'binary'],
    ],
    [
      'with one scale for all filters',
      [{ bits: 3 }, { bits: 5 }, { bits: 1 }],
      [{ bits: 3 }, { bits: 7 }],
      false,
      ['int3', 'int5', 'binary'],
    ],
  ])(
    '%s keeps its precision, and its integers give what it gives',
    async (_, weights, activations, perFilter, types) => {
      const net = network(weights, activations, perFilter);
      const file = net.file(net.quant);
      const { analysis, text } = await imported(file);
      const layers = analysis.lists[0]?.specs.filter((s) => s.kind === 'conv' || s.kind === 'dense') ?? [];
      expect([layers.map((l) => l.weights.name), text]).toEqual([types, text]);
      const numbers = await quantisedDesign(analysis, 'm', { path: 'm.onnx', bytes: file });
      const [list] = numbers.lists;
      const shaped = analysis.lists[0]?.layers.map((l) => l.shaped) ?? [];
      if (list === undefined) throw new Error('no numbers');
      for (const [i, bits] of [...weights].entries()) {
        const codes = [...list.layers.values()].flatMap((l) => (l.matrix ? [l.matrix.weights] : []))[i] ?? [];
        const [least, most] = bits.bits === 1 ? [-1, 1] : limits(bits);
        expect(Array.from(codes).every((w) => w >= least && w <= most)).toBe(true);
      }
      const session = await onnxruntime(net.file(net.plain), { optimise: false });
      for (let sample = 0; sample < 20; sample++) {
        const values = Float32Array.from({ length: 108 }, () => 2.5 * net.random());
        const results = await session.run(new Map([['x', { type: 'float32', values, dims: [1, 3, 6, 6] }]]));
        const { scale, min, max } = entryCode(numbers);
        const codes = new Int32Array(108);
        values.forEach((v, i) => {
          const at = (i % 36) * 3 + Math.floor(i / 36);
          codes[at] = Math.min(max, Math.max(min, roundHalfEven(v / scale)));
        });
        const ours = runList(shaped, list, codes).at(-1) ?? new Int32Array();
        const step = [...list.layers.values()].at(-1)?.output.scale ?? 1;
        const theirs = Array.from(results.get('y')?.values ?? []);
        theirs.forEach((y, i) => expect(Math.abs((ours[i] ?? 0) * step - y)).toBeLessThanOrEqual(step / 2));
      }
      await session.release();
    },
  );
});
