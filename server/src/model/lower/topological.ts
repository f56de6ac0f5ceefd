import { type OnnxGraph, type OnnxNode, OnnxError } from '../../onnx/index';
import { nameOf } from './context';

/**
 * Nodes in an order in which each value is made before it is read; the file's own where that is one.
 *
 * @throws OnnxError for a cycle
 */
export function topological({ nodes }: OnnxGraph): OnnxNode[] {
  const makers = new Map<string, OnnxNode>();
  for (const node of nodes) for (const output of node.outputs) if (output !== '') makers.set(output, node);
  const state = new Map<OnnxNode, 'open' | 'done'>();
  const ordered: OnnxNode[] = [];
  for (const start of nodes) {
    // A stack of its own: models have chains of thousands of nodes.
    const stack: OnnxNode[] = [start];
    for (let node = stack.at(-1); node; node = stack.at(-1)) {
      if (state.get(node) === 'done') {
        stack.pop();
        continue;
      }
      state.set(node, 'open');
      const waits = node.inputs.map((name) => makers.get(name)).filter((m) => m && state.get(m) !== 'done');
      const [next] = waits;
      if (next === undefined) {
        state.set(node, 'done');
        ordered.push(node);
        stack.pop();
      } else if (state.get(next) === 'open') {
        throw new OnnxError(`the model has a cycle through node ${nameOf(next)} (${next.opType})`);
      } else stack.push(next);
    }
  }
  return ordered;
}
