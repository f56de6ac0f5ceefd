import type { Analysis, LayerList } from '../../analysis/analysis';
import type { LayerSpec } from '../../semantics/design';
import { decidingLayers } from '../../semantics/exit-head';
import type { Explanation, Finding, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Layer that nothing reads',
  means:
    'The result of this layer goes nowhere. Usually a later `from` names an earlier layer and so bypasses an unnamed layer between.',
  example: `network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  relu
  conv c2 from c1 kernel 3x3 filters 4
  flatten
  dense f1 units 10
}`,
  way: 'Name the layer and read it by that name, or remove it.',
};

/** A layer whose result is unused, usually because a `from` names the layer before an unnamed one. */
export const unreadLayer: Rule = {
  code: 'EX3018',
  severity: 'warning',
  explanation,
  *check({ lists, design }) {
    for (const list of lists) {
      for (const spec of unread(list, design)) yield finding(list, spec);
    }
  },
};

function unread(
  { kind, name, specs, spec }: LayerList,
  { exits, switches }: Analysis['design'],
): LayerSpec[] {
  const { block } = spec.origin;
  if (block.kind === 'exit' && block.when !== undefined && !('when' in spec)) return [];
  const read = new Uint8Array(specs.length);
  // Loops, as this runs over every layer with each keystroke.
  for (const { inputs, node } of specs) {
    // An unresolved name might refer to any layer.
    if (inputs.length < node.from.length) return [];
    for (const input of inputs) if (input >= 0) read[input] = 1;
  }
  if (kind === 'network')
    for (const { after } of [...exits, ...switches]) if (after?.network === name) read[after.layer] = 1;
  const deciding = decidingLayers({ layers: specs, ...('when' in spec && { when: spec.when }) });
  for (const layer of deciding) if (layer >= 0) read[layer] = 1;
  if (deciding.length === 0) read[specs.length - 1] = 1;
  const outputs = (kind === 'network' && 'otherOutputs' in spec ? spec.otherOutputs : undefined) ?? [];
  // A layer that is called as the criterion is told of there.
  const criterion = 'when' in spec ? spec.when.node.criterion?.text : undefined;
  const named = ({ name: own }: LayerSpec): boolean =>
    own !== undefined && (own === criterion || outputs.includes(own));
  const found: LayerSpec[] = [];
  for (const layer of specs)
    if (read[layer.index] !== 1 && layer.kind !== 'input' && !named(layer)) found.push(layer);
  return found;
}

function finding({ specs }: LayerList, spec: LayerSpec): Finding {
  const { node, origin, index, kind } = spec;
  const before = specs[spec.inputs[0] ?? -1];
  const passing = specs.find(
    (s) => s.index > index && before !== undefined && s.inputs.includes(before.index),
  );
  const why =
    passing === undefined || before === undefined
      ? 'the layers after it name their own inputs'
      : `\`${passing.label}\` takes \`${before.label}\` in front of it`;
  const way =
    spec.name === undefined
      ? 'Name it and read it by that name'
      : `Write \`from ${spec.name}\` where it is wanted`;
  return {
    at: { ...origin, span: node.name?.span ?? node.layerKind.span },
    message: `Nothing reads this \`${kind}\`: ${why}. ${way}, or remove it.`,
    unnecessary: true,
  };
}
