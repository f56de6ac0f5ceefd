import { kindSpecs } from '../../../../grammar/src/index';
import { kindCost } from '../../cost/index';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Operator without hardware',
  means:
    'The hardware template cannot compute this layer. Its shape goes on; its cycles and resources are in no figure, and every sum with it is a lower bound.',
  example: `network n {
  input image 1x28x28
  operator o1 4x28x28 onnx "ConvTranspose"
  flatten
  dense f1 units 10
}`,
  way: 'Replace it by layers of the template, or cut the network there and compute it in code of your own.',
};

/** An operator of a model that no template builds: its shape goes on, its hardware and its time do not. */
export const operator: Rule = {
  code: 'EX8002',
  severity: 'warning',
  explanation,
  *check({ lists }) {
    for (const { specs } of lists) {
      for (const spec of specs) {
        if (kindCost(spec.kind).parts !== 'unknown') continue;
        const isNameless = spec.onnx === undefined && kindSpecs[spec.kind].attributes.includes('onnx');
        const what = isNameless ? 'An operator' : `\`${spec.onnx ?? spec.kind}\``;
        yield {
          at: { ...spec.origin, span: spec.node.name?.span ?? spec.node.layerKind.span },
          message: `${what} is not among the layers that the hardware template computes: its resources and cycles are counted in no figure, and every figure with it is a lower bound. Replace it by layers that it has, or cut the network there and compute it in code of your own.`,
        };
      }
    }
  },
};
