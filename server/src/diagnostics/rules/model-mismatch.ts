import type { ModelFault } from '../../analysis/analysis';
import type { At, Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Network and model disagree',
  means:
    'What the design says is not what its model has: a layer is not in it, a shape differs, or weights or scales are missing. Exports refuse it, and profiles may. Of a float model without its int8 model beside it, this is information: it is still to be quantised.',
  way: 'Correct the layer that the message names, or bind the network to the model that it was made from. `exeunt quantise` makes the int8 model.',
};

/** Conflicts between a network and its model that prevent exports. */
export const modelMismatch: Rule = {
  code: 'EX8016',
  severity: 'warning',
  explanation,
  *check({ modelFaults = [] }) {
    for (const fault of modelFaults) {
      const { network, path, reason, about, isFloat, isUnchecked } = fault;
      const at = placeOf(fault);
      if (at === undefined) continue;
      if (isUnchecked) {
        const message = `While you type, ${network.name} is not compared with \`${path}\`: ${reason}. An export compares them.`;
        yield { at, severity: 'information', message };
      } else if (isFloat)
        yield { at, severity: 'information', message: `No kernel is exported yet: ${reason}.` };
      else if (about) yield { at, message: `No kernel can be exported from \`${path}\`: ${reason}.` };
      else yield { at, message: `Network ${network.name} cannot be exported from \`${path}\`: ${reason}.` };
    }
  },
};

/** The name of the layer, otherwise the path of the model. */
function placeOf({ network, about }: ModelFault): At | undefined {
  if (about === undefined) return network.model?.origin;
  if ('cases' in about) return about.origin;
  const { origin, node } = about;
  return { ...origin, span: node.name?.span ?? node.layerKind.span };
}
