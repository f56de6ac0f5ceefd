/** Which input of a model is the network's, and how large the inputs are. */
import { OnnxError, type OnnxModel, type OnnxNode, elementCount, intsAttribute } from '../onnx/index';
import type { MainInput } from './layers/layers';
import type { Dims } from './graph/value';

export interface InputOptions {
  /** Whole shapes by the input's name, the batch included; '' is the network's own input. */
  readonly shapes?: ReadonlyMap<string, Dims>;
  /** Sizes of the dimensions that the model only names. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** 1 where the first dimension of the input is none of samples, such as the steps of a sequence. */
  readonly batch?: number;
}

interface Inputs {
  readonly dims: ReadonlyMap<string, Dims>;
  readonly main: MainInput;
  readonly notes: readonly string[];
  /** What was set to 1 for want of a size, should it not work out. */
  readonly guessed: readonly string[];
  /** The same, by name. */
  readonly open: readonly { readonly input: string; readonly size: string }[];
}

/** Throws an OnnxError where the model has no input or one of unknown dimensions. */
export function inputsOf(model: OnnxModel, options: InputOptions): Inputs {
  const { graph } = model;
  const inputs = graph.inputs.filter((input) => !graph.initializers.has(input.name));
  const [first] = inputs;
  if (first === undefined) throw new OnnxError('the model has no input: all of it is constant');
  const main =
    inputs.find((i) => i.dims?.length === 4) ?? inputs.find((i) => (i.dims?.length ?? 0) > 1) ?? first;
  for (const name of options.shapes?.keys() ?? []) {
    if (name !== '' && !inputs.some((i) => i.name === name)) {
      throw new OnnxError(
        `the model has no input \`${name}\`; it has ${inputs.map((i) => i.name).join(', ')}`,
      );
    }
  }
  const notes: string[] = [];
  const guessed: string[] = [];
  const open: { input: string; size: string }[] = [];
  const dims = new Map<string, Dims>();
  for (const input of inputs) {
    const given = options.shapes?.get(input.name) ?? (input === main ? options.shapes?.get('') : undefined);
    if (given === undefined && input.dims === undefined) {
      throw new OnnxError(
        `the model does not say the shape of its input \`${input.name}\`; give it with --shape 1x3x32x32`,
      );
    }
    const found = (given ?? input.dims ?? []).map((dim, axis) => {
      if (typeof dim === 'number' && dim > 0) return dim;
      const size = typeof dim === 'string' ? options.sizes?.get(dim) : undefined;
      if (size !== undefined) return size;
      if (axis > 0 && input === main) {
        const label = typeof dim === 'string' && dim !== '' ? dim : `dimension ${axis}`;
        open.push({ input: input.name, size: label });
        const way = typeof dim === 'string' && dim !== '' ? `--dim ${dim}=N or --shape` : '--shape';
        guessed.push(
          `The size \`${label}\` of input \`${input.name}\` is open and was taken as 1: give it with ${way}.`,
        );
      }
      return 1;
    });
    if (given && input.dims && given.length !== input.dims.length) {
      throw new OnnxError(
        `input \`${input.name}\` has ${input.dims.length} dimensions, --shape gives ${given.length}`,
      );
    }
    if (!Number.isSafeInteger(elementCount(found))) {
      throw new OnnxError(
        `input \`${input.name}\` is said to be ${found.join('x')}, which is no size that memory has`,
      );
    }
    dims.set(input.name, found);
  }
  const others = inputs.filter((i) => i !== main).map((i) => i.name);
  const [samples = 1, ...rest] = dims.get(main.name) ?? [];
  const batch = rest.length === 0 ? 1 : (options.batch ?? samples);
  if (samples > 1 && rest.length > 0 && options.batch === undefined) {
    notes.push(
      `The first dimension of input \`${main.name}\`, ${samples}, is taken for a batch: figures are for one of them. If it is none, as in a sequence that comes first, give --batch 1.`,
    );
  }
  if (others.length > 0)
    notes.push(`The model has other inputs (${others.join(', ')}): they are no part of the network.`);
  notes.push(...guessed);
  const channelsLast = isChannelsLast(graph.nodes, main.name, dims.get(main.name) ?? []);
  return { dims, main: { name: main.name, channelsLast, batch }, notes, guessed, open };
}

/** Most channels that an image comes with; the rows and columns of one are more. */
const mostChannels = 4;

/** Whether rows and columns stand before the channels: the first layers say it, else the sizes. */
function isChannelsLast(nodes: readonly OnnxNode[], input: string, dims: Dims): boolean {
  if (dims.length !== 4) return false;
  let open = new Set([input]);
  // Scaling and casting come between an input and what tells its layout.
  for (let depth = 0; depth < 10 && open.size > 0; depth++) {
    const readers = nodes.filter((node) => node.inputs.some((name) => open.has(name)));
    for (const node of readers) {
      if (node.opType === 'Transpose') return intsAttribute(node, 'perm')?.join() === '0,3,1,2';
      if (/Conv|Pool|BatchNorm/.test(node.opType)) return false;
    }
    open = new Set(readers.flatMap((node) => node.outputs));
  }
  const [, h = 1, , c = 1] = dims;
  return c <= mostChannels && h > mostChannels;
}

/** Names of the sizes that the network's input leaves open, without that of the batch. */
export function openSizes(model: OnnxModel): readonly string[] {
  const { initializers, inputs } = model.graph;
  const found = inputs
    .filter((input) => !initializers.has(input.name))
    .flatMap((input) => (input.dims ?? []).slice(1))
    .filter((dim) => typeof dim === 'string' && dim !== '');
  return [...new Set(found.map(String))];
}
