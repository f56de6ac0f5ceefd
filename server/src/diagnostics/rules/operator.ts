import { kindSpecs } from '../../../../grammar/src/index';
import { kindCost } from '../../cost/index';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Operator without hardware',
  means:
    'The hardware template cannot compute this layer. Its shape is passed on; no figure includes its cycles and resources, and every sum with it is a lower bound.',
  example: `network n {
  input image 1x28x28
  operator o1 4x28x28 onnx "ConvTranspose"
  flatten
  dense f1 units 10
}`,
  way: 'Replace it in the model with layers of the template and train again, such as a `relu` for a LeakyRelu. Until then `check`, `report` and `profile` work, `quantise` and `export` refuse the network.',
};

/** A model's operator without a template: its shape is inferred, its hardware and time are not modelled. */
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
          message: `${what} is not among the layers that the hardware template computes: no figure includes its resources and cycles, every figure with it is a lower bound, and no kernels can be exported. Replace it in the model with supported layers and train again.`,
        };
      }
    }
  },
};
