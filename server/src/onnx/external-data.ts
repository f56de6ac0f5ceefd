/** Weights that stand in files beside the model. */
import { type ByteRange, isRefused } from '../workspace/file-system';
import { type Refusal, mostBytes, refusalText } from '../workspace/refusal';
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from './model';
import { OnnxError } from './onnx-error';
import { bytesOf } from './tensor-length';

/** Files in the model's folder, by their path in it. Of a file any range may be read, however large it is. */
export interface ModelFiles {
  read(location: string, most: number, range?: ByteRange): Promise<Uint8Array | Refusal>;
  size(location: string): Promise<number | Refusal>;
}

/** Files beside the model that hold its weights. Throws an OnnxError for one outside the model's folder, which ONNX forbids. */
export function externalLocations(model: OnnxModel): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { data } of externalTensors(model)) if (data.kind === 'external') found.add(data.location);
  for (const location of found) {
    if (!isInside(location)) {
      throw new OnnxError(
        `weights are said to be in ${location || 'a file without a name'}; ONNX allows files in the model's own folder only`,
      );
    }
  }
  return found;
}

/**
 * The model with its external data loaded, or as much of it as is `wanted`; the rest has to be there. Only the bytes of
 * those tensors are read. A model without any is returned as it is. Throws an OnnxError where a file is missing, cannot be
 * read, is too short, or outside the model's folder, and where the weights are more than memory should hold.
 */
export async function loadExternalData(
  model: OnnxModel,
  files: ModelFiles,
  wanted: (tensor: OnnxTensor) => boolean = () => true,
): Promise<OnnxModel> {
  const sizes = new Map<string, number>();
  for (const location of externalLocations(model)) sizes.set(location, await sizeOf(files, location));
  if (sizes.size === 0) return model;
  /** By place, since tensors may share one. */
  const loaded = new Map<string, Uint8Array>();
  let held = 0;
  for (const tensor of externalTensors(model)) {
    // What stays in its file has to be there all the same.
    const { location, start, end, key } = placeOf(tensor, sizes);
    if (!wanted(tensor) || loaded.has(key)) continue;
    held += end - start;
    const most = mostBytes.model;
    if (held > most)
      throw new OnnxError(`weights: ${refusalText({ kind: 'too-large', most, bytes: held }, 'model')}`);
    const bytes = await files.read(location, end - start, { start, end });
    if (isRefused(bytes)) throw new OnnxError(`${location}: ${refusalText(bytes, 'model')}`);
    loaded.set(key, bytes);
  }
  return mapTensors(model, (tensor) => {
    const isLoaded = tensor.data.kind === 'external' && wanted(tensor);
    const bytes = isLoaded ? loaded.get(placeOf(tensor, sizes).key) : undefined;
    return bytes ? { ...tensor, data: { kind: 'raw', bytes } } : tensor;
  });
}

async function sizeOf(files: ModelFiles, location: string): Promise<number> {
  const size = await files.size(location);
  if (!isRefused(size)) return size;
  const reason = size.kind === 'absent' ? 'which is not beside it' : `and ${refusalText(size, 'model')}`;
  throw new OnnxError(`the model's weights are in the file ${location}, ${reason}`);
}

function externalTensors(model: OnnxModel): OnnxTensor[] {
  const found: OnnxTensor[] = [];
  mapTensors(model, (tensor) => {
    if (tensor.data.kind === 'external') found.push(tensor);
    return tensor;
  });
  return found;
}

function placeOf(tensor: OnnxTensor, sizes: ReadonlyMap<string, number>) {
  const { name, data } = tensor;
  if (data.kind !== 'external') throw new Error(`tensor ${name} is in no other file`);
  const { location, offset: start, length } = data;
  const size = sizes.get(location) ?? 0;
  // Without a length it is as long as its dimensions need; of strings, the rest.
  const needed = length ?? bytesOf(tensor);
  const end = needed === undefined ? size : start + needed;
  if (!(start >= 0 && end >= start && end <= size)) {
    throw new OnnxError(
      `tensor ${name} is said to be in bytes ${start} to ${end} of ${location}, which has ${size}`,
    );
  }
  return { location, start, end, key: `${start} ${end} ${location}` };
}

/** No absolute path, no drive, no way up. */
function isInside(location: string): boolean {
  const parts = location.split(/[/\\]/);
  return location !== '' && parts[0] !== '' && !parts.includes('..') && !location.includes(':');
}

function mapTensors(model: OnnxModel, map: (tensor: OnnxTensor) => OnnxTensor): OnnxModel {
  const graph = (g: OnnxGraph): OnnxGraph => ({
    ...g,
    initializers: new Map([...g.initializers].map(([name, tensor]) => [name, map(tensor)])),
    nodes: g.nodes.map(node),
  });
  const node = (n: OnnxNode): OnnxNode => {
    const held = [...n.attributes.values()].some(({ kind }) => holders.includes(kind));
    return held ? { ...n, attributes: new Map([...n.attributes].map(([k, a]) => [k, attribute(a)])) } : n;
  };
  const attribute = (a: OnnxAttribute): OnnxAttribute => {
    switch (a.kind) {
      case 'tensor':
        return { kind: a.kind, value: map(a.value) };
      case 'tensors':
        return { kind: a.kind, value: a.value.map(map) };
      case 'graph':
        return { kind: a.kind, value: graph(a.value) };
      case 'graphs':
        return { kind: a.kind, value: a.value.map(graph) };
      case 'float':
      case 'floats':
      case 'int':
      case 'ints':
      case 'string':
      case 'strings':
      case 'type':
      case 'types':
      case 'reference':
      case 'sparse':
        return a;
    }
  };
  return { ...model, graph: graph(model.graph) };
}

const holders: readonly string[] = ['tensor', 'tensors', 'graph', 'graphs'];
