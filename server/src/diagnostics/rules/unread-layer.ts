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
  // An unresolved name might refer to any layer.
  if (specs.some((s) => s.inputs.length < s.node.from.length)) return [];
  const { block } = spec.origin;
  if (block.kind === 'exit' && block.when !== undefined && !('when' in spec)) return [];
  const read = new Set(specs.flatMap((s) => s.inputs));
  if (kind === 'network') {
    for (const { after } of [...exits, ...switches]) if (after?.network === name) read.add(after.layer);
    const outputs = ('otherOutputs' in spec ? spec.otherOutputs : undefined) ?? [];
    for (const s of specs) if (s.name !== undefined && outputs.includes(s.name)) read.add(s.index);
  }
  const deciding = decidingLayers({ layers: specs, ...('when' in spec && { when: spec.when }) });
  for (const layer of deciding) read.add(layer);
  // A layer that is called as the criterion is told of there.
  const criterion = 'when' in spec ? spec.when.node.criterion?.text : undefined;
  for (const s of specs) if (s.name !== undefined && s.name === criterion) read.add(s.index);
  const inside = deciding.length === 0 ? specs.slice(0, -1) : specs;
  return inside.filter((s) => s.kind !== 'input' && !read.has(s.index));
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
