/** Sizes that a model leaves open, as the design's own input line says them. */
import type { Analysis } from '../analysis/analysis';
import { elements, isImage } from '../network';
import type { OnnxDimension, OnnxModel, OnnxValueInfo } from '../onnx/index';
import { inputsOf } from './inputs';

/** Of a design's input line: channels, rows, columns, or features; undefined where it has none. */
export function inputShape(
  { lists }: Pick<Analysis, 'lists'>,
  network: string,
): readonly number[] | undefined {
  const list = lists.find((l) => l.kind === 'network' && l.name === network);
  const shape = list?.layers.find((l) => l.shaped.spec.kind === 'input')?.shaped.outShape;
  if (shape === undefined) return undefined;
  return isImage(shape) ? [shape.c, shape.h, shape.w] : [elements(shape)];
}

/**
 * The same model with the open sizes of its inputs set, but for the batch: those of the network's own from the shape
 * that the design gives it, and those of the same name elsewhere. What the shape does not tell stays open.
 *
 * @param shape of the design's input: channels, rows, columns, or features
 */
export function withSizes(model: OnnxModel, shape: readonly number[] | undefined): OnnxModel {
  const { graph } = model;
  if (shape === undefined) return model;
  if (!hasOpenSizes(model)) return model;
  const inputs = inputsIn(model);
  const unsaid = inputs.filter((i) => i.dims === undefined);
  const shapes = new Map(unsaid.map((i) => [i.name, [1, ...shape]]));
  const { main } = inputsOf(model, { shapes });
  const own = inputs.find((i) => i.name === main.name);
  const ordered = main.channelsLast ? [...shape.slice(1), ...shape.slice(0, 1)] : shape;
  const found = solved(own?.dims?.slice(1) ?? ordered.map(() => null), ordered);
  if (found === undefined) return model;
  const named = new Map(
    (own?.dims ?? []).slice(1).flatMap((d, i): [string, number][] => {
      const size = found[i];
      return typeof d === 'string' && d !== '' && size !== undefined ? [[d, size]] : [];
    }),
  );
  const sized = (input: OnnxValueInfo): OnnxValueInfo => {
    if (graph.initializers.has(input.name)) return input;
    const [batch = null] = input.dims ?? [];
    if (input === own) return { ...input, dims: [batch, ...found] };
    const rest = (input.dims ?? []).slice(1);
    return { ...input, dims: [batch, ...rest.map((d) => (typeof d === 'string' ? (named.get(d) ?? d) : d))] };
  };
  return { ...model, graph: { ...graph, inputs: graph.inputs.map(sized) } };
}

/** Whether an input of a model has a size, other than that of the batch, which its file does not say. */
export function hasOpenSizes(model: OnnxModel): boolean {
  return inputsIn(model).some(({ dims }) => dims === undefined || dims.slice(1).some(isUnknown));
}

function inputsIn({ graph }: OnnxModel): readonly OnnxValueInfo[] {
  return graph.inputs.filter((i) => !graph.initializers.has(i.name));
}

const isUnknown = (d: OnnxDimension): boolean => typeof d !== 'number' || d <= 0;

/** Dimensions without the batch: by their places, or the only open one by the number of values. */
function solved(dims: readonly OnnxDimension[], shape: readonly number[]): readonly number[] | undefined {
  const known = (d: OnnxDimension): number => (isUnknown(d) ? 1 : Number(d));
  const fits = dims.length === shape.length && dims.every((d, i) => isUnknown(d) || d === shape[i]);
  if (fits) return shape;
  const size = shape.reduce((product, n) => product * n, 1);
  const rest = size / dims.reduce<number>((product, d) => product * known(d), 1);
  const open = dims.filter(isUnknown).length;
  // Sizes of 1 may be left out of a design's shape, or put into it.
  const wide = shape.filter((n) => n !== 1);
  const places = dims.filter((d) => d !== 1);
  if (places.length === wide.length && places.every((d, i) => isUnknown(d) || d === wide[i])) {
    let at = 0;
    return dims.map((d) => (d === 1 ? 1 : (wide[at++] ?? 1)));
  }
  return open === 1 && Number.isInteger(rest)
    ? dims.map((d) => (isUnknown(d) ? rest : Number(d)))
    : undefined;
}
