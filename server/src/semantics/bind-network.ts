/** Binds a network block, reading again only the layer that an edit touches. */
import {
  firstForm,
  firstReading,
  type Block,
  type Layer,
  type NetworkBlock,
} from '../../../grammar/src/index';
import type { Placed } from './blocks';
import type { NetworkSpec } from './design';
import { type LayerList, readLayers, rereadLayer } from './layers';
import type { NumberType } from './number-type';
import type { SemanticProblem } from './problem';
import { type Reader, blockReader, readNumberType, settingsByKeyword, textsIn } from './reader';

export interface BoundNetwork {
  readonly spec: NetworkSpec;
  readonly precision: NumberType | undefined;
  readonly list: LayerList;
  readonly problems: readonly SemanticProblem[];
}

interface CachedNetwork extends BoundNetwork {
  readonly uri: string;
}

/** Cached by block: a network's meaning depends on nothing outside its block. */
const networks = new WeakMap<NetworkBlock, CachedNetwork>();

export function bindNetwork({ block, uri }: Placed<NetworkBlock>): BoundNetwork {
  let cached = networks.get(block);
  if (cached?.uri !== uri) networks.set(block, (cached = { ...readNetwork(block, uri), uri }));
  return cached;
}

function readNetwork(block: NetworkBlock, uri: string): BoundNetwork {
  const problems: SemanticProblem[] = [];
  const reader = blockReader(uri, block, problems);
  const settings = settingsByKeyword(reader, block.settings);
  const precision = readNumberType(settings.get('precision'));
  const [output, ...otherOutputs] = textsIn(settings.get('output'));
  const list = listOf(reader, block, precision, problems);
  const spec: NetworkSpec = {
    name: block.name?.text ?? 'network',
    origin: reader.at(block.name?.span ?? block.keyword.span),
    layers: list.layers,
    names: list.names,
    ...(block.name && { nameNode: block.name }),
    ...(output !== undefined && { output, otherOutputs }),
    ...(block.model && { model: { path: block.model.value, origin: reader.at(block.model.span) } }),
  };
  return { spec, precision, list, problems };
}

interface LastList {
  readonly uri: string;
  readonly nodes: readonly Layer[];
  readonly precision: NumberType | undefined;
  readonly list: LayerList;
}

/** Lists of blocks without errors, by the block's first form: an edit within a layer leaves the others alone. */
const lastLists = new WeakMap<Block, LastList>();

function listOf(
  reader: Reader,
  block: NetworkBlock,
  precision: NumberType | undefined,
  problems: readonly SemanticProblem[],
): LayerList {
  const form = firstForm(block);
  const last = lastLists.get(form);
  const isLike = last?.uri === reader.uri && last.precision === precision;
  const list =
    (isLike ? patched(reader, last, block.layers) : undefined) ??
    readLayers(reader, block.layers, precision, false);
  // A list with an error or a layer of unknown kind is not cached, so that the error is reported again.
  if (problems.length === 0 && list.layers.length === block.layers.length) {
    lastLists.set(form, { uri: reader.uri, nodes: block.layers, precision, list });
  } else {
    lastLists.delete(form);
  }
  return list;
}

/** The last list with the changed layer read again, if only one has changed. */
function patched(reader: Reader, last: LastList, nodes: readonly Layer[]): LayerList | undefined {
  if (last.nodes.length !== nodes.length) return undefined;
  let changed = -1;
  for (let i = 0; i < nodes.length; i++) {
    if (isSameText(nodes[i], last.nodes[i])) continue;
    if (changed >= 0) return undefined;
    changed = i;
  }
  const node = nodes[changed];
  return node ? rereadLayer(reader, last.list, changed, node, last.precision) : last.list;
}

/** Compares first readings: an edit may have moved the layer within its block. */
function isSameText(a: Layer | undefined, b: Layer | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && firstReading(a) === firstReading(b));
}
