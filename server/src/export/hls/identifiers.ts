import type { ModuleFigures } from '../../analysis/analysis';
import { streamsWeights } from '../../analysis/refusals/build-refusals';
import { plainNames } from '../../base/plain-names';

/** Names that the generated code uses itself. */
const taken = [
  'decision',
  'decide',
  'find_largest',
  'write_verdict',
  'exeunt',
  'hls',
  'in',
  'out',
  'in_r',
  'out_r',
];

/** Layers as C identifiers, none of them twice. */
export function identifiers({ list, layers }: ModuleFigures, top: string): (index: number) => string {
  const plain = plainNames([...taken, top]);
  const names = new Map(layers.map((i) => [i, plain(list.specs[i]?.label ?? 'layer')]));
  return (index) => names.get(index) ?? `layer_${index}`;
}

/**
 * Streams of a kernel beside its input and output: of each layer whose weights come from memory, in the order of the
 * layers. Known without the weights.
 */
export function weightStreams(module: ModuleFigures, top: string): string[] {
  const identifier = identifiers(module, top);
  return module.layers.flatMap((i) => {
    const spec = module.list.specs[i];
    return spec && streamsWeights(spec) ? [weightStream(identifier(i))] : [];
  });
}

/** Name of the stream that brings a layer's weights. */
export function weightStream(id: string): string {
  return `${id}_weights_in`;
}
