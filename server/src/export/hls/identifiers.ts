/** C identifiers for layers and streams. */
import type { ModuleFigures } from '../../analysis/analysis';
import { streamsWeights } from '../../analysis/refusals/build-refusals';
import type { ModuleStreams } from '../../analysis/refusals/streams';
import { plainNames } from '../../base/plain-names';

/** Names of the processes of each kernel, and of their parameters. */
const taken = [
  'decision',
  'decide',
  'find_largest',
  'write_verdict',
  'read_input',
  'write_output',
  'exeunt',
  'hls',
  'in',
  'out',
  'in_r',
  'out_r',
];

/** What the names of a layer's tables and functions end in: another layer may be called so. */
const derived = /_(?:bias|code|multiplier|shift|weights|weights_in|value_in|value_out)$/i;

/** Unique C identifiers of a module's layers, and of others whose values it reads. */
export function identifiers(
  { list, layers }: ModuleFigures,
  top: string,
  read: readonly number[] = [],
): (index: number) => string {
  const plain = plainNames([...taken, top]);
  const named = (label: string): string => plain(derived.test(label) ? `${label}_m` : label);
  const names = new Map([...layers, ...read].map((i) => [i, named(list.specs[i]?.label ?? 'layer')]));
  return (index) => names.get(index) ?? `layer_${index}`;
}

/** Names of a kernel's streams of values. */
export interface StreamNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The first stream each way has the same name in all kernels; others are named after the layer whose value it is. */
export function streamNames(module: ModuleFigures, streams: ModuleStreams, top: string): StreamNames {
  const { entering, leaving } = streams;
  const inside = new Set(module.layers);
  const read = entering.map((e) => e.layer).filter((l) => !inside.has(l));
  const identifier = identifiers(module, top, read);
  const named = (of: readonly { readonly layer: number }[], first: string, way: string): string[] =>
    of.map(({ layer }, i) => (i === 0 ? first : `${identifier(layer)}_value_${way}`));
  return { inputs: named(entering, 'in_r', 'in'), outputs: named(leaving, 'out_r', 'out') };
}

/**
 * A kernel's additional streams: one per layer whose weights come from memory, in layer order. Does not need the
 * weights.
 */
export function weightStreams(module: ModuleFigures, top: string): string[] {
  const identifier = identifiers(module, top);
  return module.layers.flatMap((i) => {
    const spec = module.list.specs[i];
    return spec && streamsWeights(spec) ? [weightStream(identifier(i))] : [];
  });
}

/** Name of the stream of a layer's weights. */
export function weightStream(id: string): string {
  return `${id}_weights_in`;
}
