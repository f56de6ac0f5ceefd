import {
  type LoweredModel,
  type LoweredOutput,
  type MatrixOp,
  type MatrixValues,
  type Op,
  type Value,
  isDense,
} from '../../model/lower/lowered';
import { type NewNode, type NewTensor, OnnxError, dataType, newModel, writeModel } from '../../onnx/index';
import type { DataType } from '../../onnx/index';
import { convDims, isFlat, isWide, outputSteps, repeating, untaken, windowAttributes } from './written-forms';

/** onnxruntime's own operators: dense layers with a bias, sums and means of integers. */
const contributed = 'com.microsoft';

/** Opset 17 has every operator used here, and is read by runtimes since 2022. */
const OPSET = 17;

/** How a model's input stands in its file. */
export interface WrittenInput {
  readonly batch: number | string;
  /** Without the batch; that of the lowered model, channels last where those of the file are, unless said otherwise. */
  readonly shape?: readonly number[];
  /** float unless said otherwise. */
  readonly type?: DataType;
}

/**
 * The file of a quantised model: integer operators from one quantisation of the input to the dequantised outputs.
 * Input and outputs keep their names; outputs are float.
 *
 * @param form of the input in the float model's file
 * @param metadata where the model comes from
 * @throws OnnxError for what ONNX has no integer operator for
 */
export function writeQOperator(
  model: LoweredModel,
  form: WrittenInput,
  metadata: ReadonlyMap<string, string>,
): Uint8Array {
  const writer = new Writer();
  const { input } = model;
  const [c = 1, h = 1, w = 1] = input.shape;
  const { batch, shape = model.channelsLast ? [h, w, c] : input.shape, type = dataType.float } = form;
  writer.input(model, shape, type);
  for (const op of model.ops) writer.op(op);
  const outputs = model.outputs.map((output) => {
    writer.outputOf(output);
    return { name: output.name, type: dataType.float, dims: [batch, ...output.dims] };
  });
  return writeModel(
    newModel({
      producer: 'exeunt',
      opsets: new Map([
        ['', OPSET],
        [contributed, 1],
      ]),
      name: 'quantised',
      nodes: writer.nodes,
      initializers: [...writer.tensors.values()],
      inputs: [{ name: input.name, type, dims: [batch, ...shape] }],
      outputs,
      metadata,
    }),
  );
}

class Writer {
  readonly nodes: NewNode[] = [];
  private readonly nodeNames = new Set<string>();
  private readonly layerNames = new Set<string>();
  readonly tensors = new Map<string, NewTensor>();
  /** Name of the integers of each value. */
  private readonly codes = new Map<Value, string>();
  /** Flattened forms that are there already. */
  private readonly flat = new Map<Value, string>();

  /** @param shape of the file's own input, and its type */
  input({ input, channelsLast, preparation }: LoweredModel, shape: readonly number[], type: DataType): void {
    const image = input.shape.length === 3;
    let name = input.name;
    if (type !== dataType.float) name = this.add('Cast', `${name}_real`, [name], { to: dataType.float });
    const [c = 1, h = 1, w = 1] = input.shape;
    const wanted = channelsLast ? [h, w, c] : input.shape;
    if (shape.join() !== wanted.join()) {
      const sizes = this.tensor(
        'input_shape',
        [wanted.length + 1],
        BigInt64Array.from([0, ...wanted], BigInt),
      );
      name = this.add('Reshape', 'input_reshaped', [name, sizes]);
    }
    if (channelsLast) name = this.add('Transpose', 'to_channels_first', [name], { perm: [0, 3, 1, 2] });
    if (preparation) {
      const dims = image ? [1, preparation.a.length, 1, 1] : [1, preparation.a.length];
      const factor = this.tensor('preparation_factor', dims, Float32Array.from(preparation.a));
      const shift = this.tensor('preparation_shift', dims, Float32Array.from(preparation.b));
      name = this.add('Mul', 'preparation_scaled', [name, factor]);
      name = this.add('Add', 'preparation_shifted', [name, shift]);
    }
    this.codes.set(input, this.add('QuantizeLinear', `${input.name}_codes`, [name, ...this.scaleOf(input)]));
  }

  op(op: Op): void {
    // Layers without a name of their own are called as their weights, which several may share.
    const name = untaken(op.names[0] ?? op.output.name, this.layerNames);
    const made = this.integers(op, name);
    // A relu behind a flattened image is fused into what makes the image.
    const isFlattened = 'window' in op && !isWide(op.output) && op.output.shape.length === 1;
    const ranked = isFlattened ? this.add('Flatten', `${name}_flattened`, [made], { axis: 1 }) : made;
    const result = this.clipped(op, ranked, name);
    this.codes.set(op.output, result);
  }

  outputOf(output: LoweredOutput): void {
    const { name, value } = output;
    const codes = isFlat(value) ? this.flattened(value) : this.codesOf(value);
    // The last of these steps gives the output's own name.
    const steps = outputSteps(output);
    const names = [...steps.map((step) => `${name}_before_${step.opType.toLowerCase()}`), name];
    const real = names[0] ?? name;
    this.push(
      'DequantizeLinear',
      name,
      [codes, ...this.scaleOf(value)],
      real,
      {},
      isWide(value) ? contributed : undefined,
    );
    for (const [i, { opType, attributes, shape }] of steps.entries()) {
      const own = names[i + 1] ?? name;
      const sizes =
        shape && this.tensor(`${name}_shape`, [shape.length + 1], BigInt64Array.from([0, ...shape], BigInt));
      this.push(
        opType,
        `${name}_${opType.toLowerCase()}`,
        [names[i] ?? name, ...(sizes ? [sizes] : [])],
        own,
        attributes,
      );
    }
  }

  private integers(op: Op, name: string): string {
    const [x] = op.inputs;
    if (x === undefined) throw new OnnxError(`layer ${name} reads nothing`);
    const out = op.output;
    if (isDense(op) && isWide(out)) return this.wide(op, x, name);
    switch (op.kind) {
      case 'conv':
        return this.add(
          'QLinearConv',
          `${name}_codes`,
          [
            this.codesOf(x),
            ...this.scaleOf(x),
            ...this.weightsOf(op, name, convDims(op)),
            ...this.scaleOf(out),
            this.bias(op.matrix, name),
          ],
          { ...windowAttributes(op.window), group: op.groups },
        );
      case 'dense':
        return this.gemm(op, x, name, `${name}_codes`, this.scaleOf(out));
      case 'maxpool':
        return this.add('MaxPool', `${name}_codes`, [this.codesOf(x)], windowAttributes(op.window));
      case 'avgpool': {
        const inputs = [this.codesOf(x), ...this.scaleOf(x), ...this.scaleOf(out)];
        if (op.global) {
          return this.add(
            'QLinearGlobalAveragePool',
            `${name}_codes`,
            inputs,
            { channels_last: 0 },
            contributed,
          );
        }
        const { dilations, ...window } = windowAttributes(op.window);
        if (dilations.some((d) => d !== 1))
          throw new OnnxError(`layer ${name}: a mean with dilation has no integer operator`);
        const attributes = { ...window, count_include_pad: op.countPadding ? 1 : 0 };
        return this.add('QLinearAveragePool', `${name}_codes`, inputs, attributes, contributed);
      }
      case 'add':
        return this.sum(op, name);
      case 'concat': {
        const parts = op.inputs.flatMap((v) => [this.ranked(v, out), ...this.scaleOf(v)]);
        return this.add(
          'QLinearConcat',
          `${name}_codes`,
          [...this.scaleOf(out), ...parts],
          { axis: 1 },
          contributed,
        );
      }
      case 'relu':
        return this.ranked(x, out);
      case 'upsample': {
        const scales = this.tensor(`${name}_factors`, [4], Float32Array.from([1, 1, ...op.factors]));
        return this.add('Resize', `${name}_codes`, [this.codesOf(x), '', scales], repeating);
      }
    }
  }

  private gemm(op: MatrixOp, x: Value, name: string, output: string, scale: readonly string[]): string {
    const { filters, weights } = op.matrix;
    const inputs = [
      this.flattened(x),
      ...this.scaleOf(x),
      ...this.weightsOf(op, name, [filters, weights.length / filters]),
      this.bias(op.matrix, name),
      ...scale,
    ];
    return this.add('QGemm', output, inputs, { transB: 1 }, contributed);
  }

  /** Sums as real numbers, and those rounded: no integer operator has results of more than 8 bits. */
  private wide(op: MatrixOp, x: Value, name: string): string {
    const sums = this.gemm(op, x, name, `${name}_sums`, []);
    return this.add('QuantizeLinear', `${name}_codes`, [sums, ...this.scaleOf(op.output)], {}, contributed);
  }

  /** ONNX adds two integers at a time, and a partial sum would be rounded: more are added as the real numbers they are. */
  private realSum({ inputs, output }: Op, name: string): string {
    const reals = inputs.map((v, i) =>
      this.add('DequantizeLinear', `${name}_term_${i + 1}`, [this.ranked(v, output), ...this.scaleOf(v)]),
    );
    const total = this.add('Sum', `${name}_total`, reals);
    return this.add('QuantizeLinear', `${name}_codes`, [total, ...this.scaleOf(output)]);
  }

  private sum(op: Op, name: string): string {
    const [a, b, ...more] = op.inputs;
    if (a === undefined || b === undefined || more.length > 0) return this.realSum(op, name);
    const inputs = [
      this.ranked(a, op.output),
      ...this.scaleOf(a),
      this.ranked(b, op.output),
      ...this.scaleOf(b),
      ...this.scaleOf(op.output),
    ];
    return this.add('QLinearAdd', `${name}_codes`, inputs, {}, contributed);
  }

  /** A relu, its cap, and integers of fewer bits than ONNX's eight. */
  private clipped({ kind, relu, output }: Op, codes: string, name: string): string {
    const { codes: how } = output;
    // What only moves integers makes no others of them.
    const moves = relu === undefined && (kind === 'maxpool' || kind === 'upsample');
    if (how === undefined || moves) return codes;
    const least = relu ? Math.max(how.min, how.zeroPoint) : how.min;
    const cap = relu?.cap === undefined ? how.max : Math.round(relu.cap / how.scale) + how.zeroPoint;
    const most = Math.min(how.max, cap);
    if (isWide(output)) return codes;
    const whole = how.min >= 0 ? [0, 255] : [-128, 127];
    if (least === whole[0] && most === whole[1]) return codes;
    const of = how.min >= 0 ? Uint8Array : Int8Array;
    const limits = [
      this.tensor(`${name}_least`, [], of.of(least)),
      this.tensor(`${name}_most`, [], of.of(most)),
    ];
    return this.add('Clip', `${name}_clipped`, [codes, ...limits]);
  }

  private weightsOf(
    op: Op & { readonly matrix: MatrixValues },
    name: string,
    dims: readonly number[],
  ): string[] {
    const { codes, filters } = op.matrix;
    if (!(codes?.weights instanceof Int8Array)) throw new OnnxError(`layer ${name} has no weights of 8 bits`);
    return [
      this.tensor(`${name}_weights`, dims, codes.weights),
      this.tensor(`${name}_weight_scales`, [filters], codes.scales),
      this.tensor(`${name}_weight_zeros`, [filters], new Int8Array(filters)),
    ];
  }

  private bias({ biasCodes, filters }: MatrixValues, name: string): string {
    return this.tensor(`${name}_bias`, [filters], biasCodes ?? new Int32Array(filters));
  }

  private scaleOf({ codes, name }: Value): [string, string] {
    if (codes === undefined) throw new OnnxError(`value ${name} has no integers`);
    const { scale, zeroPoint, min } = codes;
    const wide = min < -128;
    const zero = (min >= 0 ? Uint8Array : wide ? Int16Array : Int8Array).of(zeroPoint);
    const kind = min >= 0 ? 'unsigned' : wide ? 'wide' : 'signed';
    return [
      this.tensor(`scale_${scale}`, [], Float32Array.of(scale)),
      this.tensor(`zero_${kind}_${zeroPoint}`, [], zero),
    ];
  }

  private codesOf(value: Value): string {
    const found = this.codes.get(value);
    if (found === undefined) throw new OnnxError(`value ${value.name} is made by no layer`);
    return found;
  }

  /** In as many dimensions as what is made of it: an image of one pixel is read as a vector too. */
  private ranked(value: Value, like: Value): string {
    return like.shape.length === 1 ? this.flattened(value) : this.codesOf(value);
  }

  private flattened(value: Value): string {
    const codes = this.codesOf(value);
    if (value.shape.length === 1) return codes;
    let name = this.flat.get(value);
    if (name === undefined)
      this.flat.set(value, (name = this.add('Flatten', `${value.name}_flat`, [codes], { axis: 1 })));
    return name;
  }

  /** Equal tensors of equal names are one. */
  private tensor(name: string, dims: readonly number[], values: NewTensor['values']): string {
    this.tensors.set(name, { name, dims, values });
    return name;
  }

  private add(
    opType: string,
    output: string,
    inputs: readonly string[],
    attributes: NewNode['attributes'] = {},
    domain?: string,
  ): string {
    this.push(opType, output.replace(/_codes$/, ''), inputs, output, attributes, domain);
    return output;
  }

  private push(
    opType: string,
    name: string,
    inputs: readonly string[],
    output: string,
    attributes: NewNode['attributes'] = {},
    domain?: string,
  ): void {
    this.nodes.push({
      name: untaken(name, this.nodeNames),
      opType,
      inputs,
      outputs: [output],
      attributes,
      ...(domain !== undefined && { domain }),
    });
  }
}
