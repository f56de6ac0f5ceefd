import type { LayerSpec } from '../../semantics/design';
import { writtenAt } from '../../semantics/layer-meaning';
import type { Edit, Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Number type of a fused layer',
  means:
    'A relu behind a layer with an output stage is done there, and the values have the type of that layer. Another type on the relu changes no figure.',
  example: `network n {
  input image 1x28x28
  conv c1 kernel 3x3 filters 8
  relu activations int4
  flatten
  dense f1 units 10
}`,
  way: 'Write `activations` on the layer that the relu fuses into; the quick fix moves it.',
};

/** A type that is written on what another layer computes, and that is not the type of that layer. */
export const fusedType: Rule = {
  code: 'EX4008',
  severity: 'warning',
  explanation,
  *check({ lists }) {
    for (const { layers } of lists) {
      for (const { shaped } of layers) {
        const { spec, fusedInto } = shaped;
        const host = fusedInto === undefined ? undefined : layers[fusedInto]?.shaped.spec;
        if (host === undefined || host.activations.name === spec.activations.name) continue;
        const setting = settingOf(spec);
        if (setting === undefined) continue;
        const text = `activations ${spec.activations.name}`;
        const at = writtenAt(spec, setting);
        yield {
          at,
          message: `\`${text}\` has no effect: \`${host.label}\` computes this \`${spec.kind}\`, and its outputs are ${host.activations.name}. Write the type there.`,
          fixes: [
            {
              title: `Move '${text}' to '${host.label}'`,
              edits: [{ at, text: '' }, typed(host, text)],
            },
          ],
        };
      }
    }
  },
};

function settingOf({ node }: LayerSpec) {
  return node.settings.find((s) => s.keyword.text === 'activations');
}

/** In place of the type that a layer has, or behind all that it says. */
function typed(layer: LayerSpec, text: string): Edit {
  const setting = settingOf(layer);
  if (setting) return { at: writtenAt(layer, setting), text };
  const { end } = layer.node.span;
  return { at: { ...layer.origin, span: { start: end, end } }, text: ` ${text}` };
}
