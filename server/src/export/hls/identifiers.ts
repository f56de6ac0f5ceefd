/** C identifiers for layers and streams. */
import type { ModuleFigures } from '../../analysis/analysis';
import { streamsWeights } from '../../analysis/refusals/build-refusals';
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
const derived = /_(?:bias|code|multiplier|shift|weights|weights_in)$/i;

/** Unique C identifiers of layers. */
export function identifiers({ list, layers }: ModuleFigures, top: string): (index: number) => string {
  const plain = plainNames([...taken, top]);
  const named = (label: string): string => plain(derived.test(label) ? `${label}_m` : label);
  const names = new Map(layers.map((i) => [i, named(list.specs[i]?.label ?? 'layer')]));
  return (index) => names.get(index) ?? `layer_${index}`;
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
