/** Reads the layers of a network or branch, reusing those that an edit leaves alone. */
import {
  type Layer,
  type Span,
  firstReading,
  isLayerKind,
  isSameBlock,
  layerKinds,
  kindSpecs,
  meant,
} from '../../../grammar/src/index';
import type { LayerKind, LayerSpec } from './design';
import { type Meaning, readMeaning } from './layer-meaning';
import type { NumberType } from './number-type';
import type { Reader } from './reader';

/** The parser has reported a misspelt kind; here the layer is read as the kind that was meant. */
function kindOf(text: string): LayerKind | undefined {
  return isLayerKind(text) ? text : meant(text, kindWords).find(isLayerKind);
}

const kindWords = layerKinds.map(({ word }) => word);

export interface LayerList {
  readonly layers: readonly LayerSpec[];
  /** Position of the first layer of each name. */
  readonly names: ReadonlyMap<string, number>;
  /** References in `from` to layers of the same list; spans are those of the form of the block that the layer was read in. */
  readonly references: readonly Reference[];
}

interface Reference {
  /** Positions of the referring layer and of the layer that it refers to. */
  readonly layer: number;
  readonly target: number;
  readonly span: Span;
}

/** The layers of a network or branch in order, with references among them bound and values as plain numbers. */
export function readLayers(
  reader: Reader,
  nodes: readonly Layer[],
  precision: NumberType | undefined,
  startsFromTrunk: boolean,
): LayerList {
  const byName = new Map<string, number>();
  const layers: LayerSpec[] = [];
  const references: Reference[] = [];
  const known = nodes.filter((node) => kindOf(node.layerKind.text) !== undefined);
  known.forEach((node, index) => {
    const name = node.name?.text;
    if (node.name === undefined || name === undefined) return;
    const first = byName.get(name);
    const firstNode = first === undefined ? undefined : known[first];
    if (firstNode?.name === undefined) {
      byName.set(name, index);
    } else {
      const origin = reader.at(node.name.span);
      reader.report({
        kind: 'duplicate-name',
        name,
        what: 'layer',
        first: reader.at(firstNode.name.span),
        origin,
      });
    }
  });
  known.forEach((node, index) => {
    const inputs: number[] = [];
    for (const from of node.from) {
      const target = byName.get(from.text);
      if (target === undefined || target >= index) {
        reader.report({
          kind: 'unknown-name',
          name: from.text,
          wanted: 'layer',
          candidates: known.slice(0, index).flatMap((n) => n.name?.text ?? []),
          origin: reader.at(from.span),
        });
      } else {
        inputs.push(target);
        references.push({ layer: index, target, span: from.span });
      }
    }
    const kind = kindOf(node.layerKind.text);
    if (kind === undefined) return;
    const readsNone = kindSpecs[kind].inputs === 'none';
    const previous = readsNone ? [] : index > 0 || startsFromTrunk ? [index - 1] : [];
    layers.push(readLayer(reader, node, kind, index, node.from.length > 0 ? inputs : previous, precision));
  });
  return { layers, names: byName, references };
}

/**
 * `before` with one layer read again, provided that it keeps its name, kind and inputs: `names` and all other layers stay
 * the same objects. Undefined if more has changed.
 */
export function rereadLayer(
  reader: Reader,
  before: LayerList,
  at: number,
  node: Layer,
  precision: NumberType | undefined,
): LayerList | undefined {
  const was = before.layers[at];
  if (was === undefined) return undefined;
  const isSame =
    node.layerKind.text === was.kind &&
    was.node.layerKind.text === was.kind &&
    node.name?.text === was.name &&
    node.from.length === 0 &&
    was.node.from.length === 0;
  if (!isSame) return undefined;
  const layers = [...before.layers];
  layers[at] = readLayer(reader, node, was.kind, at, was.inputs, precision);
  return { ...before, layers };
}

interface CachedMeaning {
  readonly precision: NumberType | undefined;
  readonly meaning: Meaning;
}

/** Meanings of layers without errors: most of a network is the same after an edit. */
const meanings = new WeakMap<Layer, CachedMeaning>();

function readLayer(
  reader: Reader,
  node: Layer,
  kind: LayerKind,
  index: number,
  inputs: readonly number[],
  precision: NumberType | undefined,
): LayerSpec {
  const same = specs.get(node);
  if (same && isStill(same, reader, index, inputs, precision)) return same.spec;
  const text = firstReading(node);
  const cached = meanings.get(text);
  let meaning = cached?.precision === precision ? cached?.meaning : undefined;
  if (meaning === undefined) {
    let errors = 0;
    const report: Reader['report'] = (problem) => {
      errors++;
      reader.report(problem);
    };
    meaning = readMeaning({ ...reader, report }, node, kind, precision);
    if (errors === 0) meanings.set(text, { precision, meaning });
  }
  const spec: LayerSpec = {
    index,
    label: node.name?.text ?? `${kind}#${index}`,
    node,
    origin: reader.at(node.span),
    inputs,
    // Last: with fields after the spread, V8 gives each copy a hidden class of its own and takes nine times as long.
    ...meaning,
  };
  // A layer with an error is not cached, so that the error is reported again.
  if (meanings.get(text)?.meaning === meaning) specs.set(node, { precision, spec });
  return spec;
}

interface CachedSpec {
  readonly precision: NumberType | undefined;
  readonly spec: LayerSpec;
}

/** Whole specs of layers that an edit neither touches nor moves. */
const specs = new WeakMap<Layer, CachedSpec>();

function isStill(
  { spec, precision: was }: CachedSpec,
  { uri, block }: Reader,
  index: number,
  inputs: readonly number[],
  precision: NumberType | undefined,
): boolean {
  return (
    spec.index === index &&
    was === precision &&
    spec.origin.uri === uri &&
    isSameBlock(spec.origin.block, block) &&
    spec.inputs.length === inputs.length &&
    spec.inputs.every((input, i) => input === inputs[i])
  );
}
