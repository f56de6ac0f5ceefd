/** What a kernel has between its layers, and between them and memory. */
import type { BandedTerms } from '../prices/band';
import { times } from '../prices/term';
import { readFormat } from '../read-lanes';
import {
  beatFormat,
  copyParts,
  readBeatsParts,
  repacking,
  repackingParts,
  type WordFormat,
  writeBeatsParts,
  writtenFormat,
} from '../units/adapters';
import type { ModuleGraph, Wire } from './module-graph';
import { elements } from '../../network';

/** A stream of a module: its words, and bits of a value. */
interface Stream {
  readonly format: WordFormat;
  readonly bits: number;
}

/**
 * Beats in and out, copies for several readers, and words of another width wherever a reader wants them. What a decision
 * reads comes to it one value at a time, and it writes the scores to memory itself. Equal ones are one part.
 *
 * @param decided layers whose values a decision reads
 */
export function adapterParts(graph: ModuleGraph, decided: readonly number[]): readonly BandedTerms[] {
  const alike = new Map<string, { readonly make: () => readonly BandedTerms[]; count: number }>();
  const add = (name: string, bits: number, make: () => readonly BandedTerms[]): void => {
    const key = `${name}|${bits}`;
    const group = alike.get(key);
    if (group) group.count++;
    else alike.set(key, { make, count: 1 });
  };
  const adapt = ({ format, bits }: Stream, wanted: Pick<WordFormat, 'lanes' | 'packet'>): void => {
    const kind = repacking(format, wanted);
    if (kind === 'none') return;
    add(`${kind} ${format.lanes} ${wanted.lanes}`, bits, () => repackingParts(format, wanted, bits));
  };
  const streamOf = (wire: Wire): Stream => {
    if (wire.kind === 'source') {
      const { shape, bits } = graph.sources[wire.index] ?? { shape: wire.shape, bits: 8 };
      return { format: beatFormat(elements(shape), bits), bits };
    }
    const node = graph.nodes[wire.index];
    if (node === undefined) throw new Error('a wire from nothing');
    const { layer, cost } = node;
    const format = writtenFormat(cost.parallel, layer.outShape ?? wire.shape);
    return { format, bits: layer.spec.activations.bits };
  };
  const readers = new Map<string, { readonly wire: Wire; count: number }>();
  const read = (wire: Wire): void => {
    const key = `${wire.kind}${wire.index}`;
    const seen = readers.get(key);
    if (seen) seen.count++;
    else readers.set(key, { wire, count: 1 });
  };

  for (const { layer, cost, inputs } of graph.nodes) {
    inputs.forEach((wire, input) => {
      read(wire);
      const shape = layer.inputs[input] ?? wire.shape;
      adapt(streamOf(wire), readFormat(layer, cost.parallel, shape));
    });
  }
  for (const { from, layers } of graph.results) {
    read(from);
    const stream = streamOf(from);
    const { count } = stream.format;
    if (layers.some((layer) => decided.includes(layer))) {
      adapt(stream, { lanes: 1, packet: count });
      continue;
    }
    adapt(stream, beatFormat(count, stream.bits));
    add(`beats out ${count}`, stream.bits, () => [writeBeatsParts(count, stream.bits)]);
  }
  graph.sources.forEach(() => add('beats in', 0, () => [readBeatsParts()]));
  for (const { wire, count } of readers.values()) {
    const { format, bits } = streamOf(wire);
    if (count > 1) add(`copy ${count} ${format.lanes}`, bits, () => copyParts(count, format, bits));
  }
  return [...alike.values()].flatMap(({ make, count }) =>
    make().map((part) => ({ ...part, terms: part.terms.map((each) => times(count, each)) })),
  );
}
