/** Weights that stand in files beside the model. */
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from './model';
import { OnnxError } from './onnx-error';

/**
 * Contents of a file that the model names, by its path relative to the model's folder; undefined where there is
 * none. Called once a file.
 */
export type ReadExternal = (location: string) => Promise<Uint8Array | undefined>;

/**
 * Files beside the model that hold its weights, or those of them that are `wanted`. Throws an OnnxError for one outside
 * the model's folder, which ONNX forbids.
 */
export function externalLocations(
  model: OnnxModel,
  wanted: (tensor: OnnxTensor) => boolean = () => true,
): ReadonlySet<string> {
  const found = new Set<string>();
  mapTensors(model, (tensor) => {
    if (tensor.data.kind === 'external' && wanted(tensor)) found.add(tensor.data.location);
    return tensor;
  });
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
 * The model with its external data loaded, or as much of it as is `wanted`: views into the files read. A model without
 * any is returned as it is. Throws an OnnxError where a file is missing, too short, or outside the model's folder.
 */
export async function loadExternalData(
  model: OnnxModel,
  read: ReadExternal,
  wanted: (tensor: OnnxTensor) => boolean = () => true,
): Promise<OnnxModel> {
  const files = new Map<string, Uint8Array>();
  for (const location of externalLocations(model, wanted)) {
    const bytes = await read(location);
    if (bytes === undefined) {
      throw new OnnxError(`the model's weights are in the file ${location}, which is not beside it`);
    }
    files.set(location, bytes);
  }
  if (files.size === 0) return model;
  return mapTensors(model, (tensor) => (wanted(tensor) ? loaded(tensor, files) : tensor));
}

function loaded(tensor: OnnxTensor, files: ReadonlyMap<string, Uint8Array>): OnnxTensor {
  const { data } = tensor;
  if (data.kind !== 'external') return tensor;
  const file = files.get(data.location) ?? new Uint8Array(0);
  const end = data.length === undefined ? file.length : data.offset + data.length;
  if (!(data.offset >= 0 && end >= data.offset && end <= file.length)) {
    throw new OnnxError(
      `tensor ${tensor.name} is said to be in bytes ${data.offset} to ${end} of ${data.location}, which has ${file.length}`,
    );
  }
  return { ...tensor, data: { kind: 'raw', bytes: file.subarray(data.offset, end) } };
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
      default:
        return a;
    }
  };
  return { ...model, graph: graph(model.graph) };
}

const holders: readonly string[] = ['tensor', 'tensors', 'graph', 'graphs'];
