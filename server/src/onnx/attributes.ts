/** Attributes of a node by name, with the default that ONNX gives them. */
import type { OnnxGraph, OnnxNode, OnnxTensor } from './model';

export function intAttribute(node: OnnxNode, name: string, otherwise: number): number {
  const found = node.attributes.get(name);
  return found?.kind === 'int' ? found.value : otherwise;
}

export function floatAttribute(node: OnnxNode, name: string, otherwise: number): number {
  const found = node.attributes.get(name);
  return found?.kind === 'float' ? found.value : otherwise;
}

export function stringAttribute(node: OnnxNode, name: string, otherwise: string): string {
  const found = node.attributes.get(name);
  return found?.kind === 'string' ? found.value : otherwise;
}

/** Undefined where the node has none, since what is left out mostly depends on other inputs. */
export function intsAttribute(node: OnnxNode, name: string): readonly number[] | undefined {
  const found = node.attributes.get(name);
  return found?.kind === 'ints' ? found.value : undefined;
}

export function tensorAttribute(node: OnnxNode, name: string): OnnxTensor | undefined {
  const found = node.attributes.get(name);
  return found?.kind === 'tensor' ? found.value : undefined;
}

export function graphAttribute(node: OnnxNode, name: string): OnnxGraph | undefined {
  const found = node.attributes.get(name);
  return found?.kind === 'graph' ? found.value : undefined;
}

export function floatsAttribute(node: OnnxNode, name: string): readonly number[] | undefined {
  const found = node.attributes.get(name);
  return found?.kind === 'floats' ? found.value : undefined;
}
