/** Random weights, to build and time hardware before a network is trained. */
import { kindSpecs } from '../../../grammar/src/index';
import { channels, productsPerOutput, type ShapedLayer } from '../network';
import { type Branching, branchStart } from '../semantics/branch-start';
import type { LayerSpec } from '../semantics/design';
import type { NumberType } from '../semantics/number-type';
import { kindArithmetic } from './kinds';
import type { LayerNumbers, QuantisedDesign, QuantisedList, Quantisation } from './quantised';
import { isWire } from './run';

/** A list of layers, with what is needed to make numbers for it. */
interface NumberedList {
  readonly kind: QuantisedList['kind'];
  readonly name: string;
  readonly spec: Branching;
  readonly layers: readonly { readonly shaped: ShapedLayer }[];
}

/**
 * Random weights, always the same for the same design and seed. Scales are powers of two chosen only to keep values in
 * range.
 */
export function randomNumbers(lists: readonly NumberedList[], seed: number): QuantisedDesign {
  const networks = lists.filter((l) => l.kind === 'network');
  const entries = networks.map(({ name, layers }) => ({
    name,
    shaped: layers.find((l) => l.shaped.spec.kind === 'input')?.shaped,
  }));
  const inputs = new Map(
    entries.map(({ name, shaped }) => [name, codeOf(shaped?.spec.activations, 1 / 128)] as const),
  );
  const [first] = entries;
  const shape = first?.shaped?.outShape;
  const input = codeOf(first?.shaped?.spec.activations, 1 / 128);
  const perChannel = Int16Array.from({ length: 256 }, (_, p) =>
    Math.min(Math.max(Math.round((p * input.max) / 255), input.min), input.max),
  );
  return {
    source: { kind: 'random', seed },
    inputs,
    pixels: shape === undefined ? [] : Array.from({ length: channels(shape) }, () => perChannel),
    lists: lists.map((list) => ({
      kind: list.kind,
      name: list.name,
      layers: new Map(
        list.layers.flatMap(({ shaped }, index) => {
          const { spec, outShape } = shaped;
          const hasNone = isWire(shaped) || kindArithmetic(spec.kind).does !== 'computes';
          if (hasNone || outShape === undefined) return [];
          const random = generator(`${seed}/${list.kind}/${list.name}/${index}`);
          const inputs = spec.inputs.map((i) => codeOf(makerOf(lists, list, i)?.activations, 1 / 128));
          return [[index, layerNumbers(shaped, inputs, random)] as const];
        }),
      ),
    })),
  };
}

/** The layer that produces the code which a layer reads: looks through wires and upsampling, and from a branch into its trunk. */
function makerOf(lists: readonly NumberedList[], list: NumberedList, index: number): LayerSpec | undefined {
  if (index < 0) {
    const start = branchStart(list.spec);
    const trunk = lists.find((l) => l.kind === 'network' && l.name === start?.network);
    return trunk && start ? makerOf(lists, trunk, start.layer) : undefined;
  }
  const layer = list.layers[index]?.shaped;
  const passes = layer !== undefined && (isWire(layer) || kindArithmetic(layer.spec.kind).does === 'repeats');
  if (!passes || layer.spec.kind === 'input') return layer?.spec;
  return makerOf(lists, list, layer.fusedInto ?? layer.spec.inputs[0] ?? -1);
}

function layerNumbers(
  layer: ShapedLayer,
  inputs: readonly Quantisation[],
  random: () => number,
): LayerNumbers {
  const { spec, inShape, outShape, window, groups } = layer;
  const output = codeOf(spec.activations, 1 / 128);
  if (!kindSpecs[spec.kind].weighted || inShape === undefined || outShape === undefined)
    return { inputs, output };
  const width = productsPerOutput(spec, inShape, window, groups);
  const filters = channels(outShape);
  const draw = weightOf(spec.weights, random);
  const weights = Array.from({ length: width * filters }, draw);
  const largest = inputs[0]?.max ?? 1;
  const spread = Math.sqrt(width) * Math.max(1, 2 ** (spec.weights.bits - 2)) * Math.max(1, largest / 2);
  // Spreads sums over the output's range: s is about range ÷ spread, an odd multiplier times a power of two.
  const shift = Math.max(0, Math.round(Math.log2((spread * 48) / Math.max(1, output.max))));
  return {
    inputs,
    output,
    matrix: {
      weights: spec.weights.bits <= 8 ? Int8Array.from(weights) : Int16Array.from(weights),
      bias: Int32Array.from({ length: filters }, () => Math.round((random() - 0.5) * spread)),
      scales: Float32Array.from({ length: filters }, () => (32 + Math.floor(random() * 32)) / 2 ** shift),
    },
  };
}

/** The symmetric code of a number type, with the given scale. */
function codeOf(type: NumberType | undefined, scale: number): Quantisation {
  if (type?.family === 'binary') return { scale, zeroPoint: 0, min: -1, max: 1, sign: true };
  if (type?.family === 'ternary') return { scale, zeroPoint: 0, min: -1, max: 1 };
  const half = 2 ** ((type?.bits ?? 8) - 1);
  return { scale, zeroPoint: 0, min: -half, max: half - 1 };
}

function weightOf(type: NumberType, random: () => number): () => number {
  if (type.family === 'binary') return () => (random() < 0.5 ? -1 : 1);
  if (type.family === 'ternary') return () => Math.floor(random() * 3) - 1;
  const most = 2 ** (type.bits - 1) - 1;
  return () => Math.floor(random() * (2 * most + 1)) - most;
}

/** Random numbers 0..1 seeded by a text: mulberry32 over an FNV-1a hash. */
function generator(text: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
