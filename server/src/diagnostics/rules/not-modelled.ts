import { resourceNames } from '../shortage';
import type { Rule } from '../rule';

/** A layer whose cost leaves something out says so on its line. */
export const notModelled: Rule = {
  code: 'EX4006',
  severity: 'information',
  *check({ lists }) {
    for (const { layers } of lists) {
      for (const { shaped, cost } of layers) {
        if (cost === undefined || cost.notModelled.length === 0) continue;
        const { spec } = shaped;
        const kinds = cost.notModelled.map((k) => resourceNames[k]).join(', ');
        const span = spec.node.name?.span ?? spec.node.layerKind.span;
        yield {
          at: { ...spec.origin, span },
          message: `Not modelled for this layer: ${kinds}. ${cost.notes.join(' ')} The stage's resources are therefore not known.`,
        };
      }
    }
  },
};
