/** What parts of a model are called in messages, and found by. */
import type { OnnxFunction, OnnxModel, OnnxNode } from './model';

/** `node /conv1/Conv (Conv)`; one without a name is told by what it puts out. */
export function nodeLabel({ name, opType, outputs }: Pick<OnnxNode, 'name' | 'opType' | 'outputs'>): string {
  return name === '' ? `the ${opType} that makes ${outputs[0] ?? 'nothing'}` : `node ${name} (${opType})`;
}

/** Key of a function in a model: `domain:name`, with `:overload` where it has one. */
export function functionKey({
  domain,
  name,
  overload,
}: Pick<OnnxFunction, 'domain' | 'name' | 'overload'>): string {
  return overload === undefined ? `${domain}:${name}` : `${domain}:${name}:${overload}`;
}

/** The function that a node calls; undefined for an operator. */
export function calledFunction({ functions }: OnnxModel, node: OnnxNode): OnnxFunction | undefined {
  return functions.get(functionKey({ ...node, name: node.opType }));
}
