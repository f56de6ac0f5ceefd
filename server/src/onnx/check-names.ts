/** ONNX's single assignment: in a graph, each value has one source. */
import { nodeLabel } from './labels';
import type { OnnxGraph, OnnxNode } from './model';
import { OnnxError } from './onnx-error';

interface Named {
  readonly name: string;
}

interface Names {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  /** A function's are names alone. */
  readonly inputs: readonly (Named | string)[];
  readonly outputs: readonly (Named | string)[];
  readonly initializers?: OnnxGraph['initializers'];
}

/**
 * An initializer may be listed as an input too, whose default it then is. Inner graphs may hide names of outer ones, as
 * exporters do against the rule: which one is meant is clear.
 *
 * @throws OnnxError
 */
export function checkNames({ name, nodes, inputs, outputs, initializers }: Names): void {
  const where = name === '' ? 'the graph' : `graph ${name}`;
  const way = 'ONNX wants one source of each value: rename one';
  const seen = new Set<string>();
  for (const input of inputs.map(nameOf)) {
    if (seen.has(input)) throw new OnnxError(`${where} has two inputs \`${input}\`; ${way}`);
    seen.add(input);
  }
  const makers = new Map<string, OnnxNode>();
  for (const node of nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      const other = makers.get(output);
      if (other)
        throw new OnnxError(`${nodeLabel(other)} and ${nodeLabel(node)} both make \`${output}\`; ${way}`);
      const rival = seen.has(output) ? 'an input' : initializers?.has(output) ? 'an initializer' : undefined;
      if (rival)
        throw new OnnxError(
          `${nodeLabel(node)} makes \`${output}\`, which is ${rival} of ${where} too; ${way}`,
        );
      makers.set(output, node);
    }
  }
  const given = new Set<string>();
  for (const output of outputs.map(nameOf)) {
    if (given.has(output)) {
      throw new OnnxError(
        `${where} has two outputs \`${output}\`; give one a name of its own, with an Identity`,
      );
    }
    given.add(output);
  }
}

function nameOf(value: Named | string): string {
  return typeof value === 'string' ? value : value.name;
}
