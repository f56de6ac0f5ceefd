import { type Setting, isSameBlock } from '../../../../grammar/src/index';
import type { Analysis } from '../../analysis/analysis';
import { formatCount } from '../../base/format';
import { type Shape, type ShapeProblem, dimensions } from '../../network/index';
import type { LayerSpec, Origin } from '../../semantics/design';
import { writtenAt } from '../../semantics/layer-meaning';
import { shapeExplanations } from '../explanations/shape';
import type { Finding, Rule } from '../rule';

type Kind = ShapeProblem['kind'];

/** Code and message of each kind of shape problem; reported at the attribute at fault, if written. */
const kinds: {
  readonly [K in Kind]: readonly [
    code: string,
    word: (p: Extract<ShapeProblem, { kind: K }>, spec: LayerSpec) => Words,
  ];
} = {
  'no-input': ['EX3001', () => ({ text: 'The network has no input: start with `input image 1x28x28`.' })],
  'second-input': ['EX3002', () => ({ text: 'A network has one `input`; remove this one.' })],
  'input-in-branch': [
    'EX3003',
    () => ({ text: 'A branch reads the output of its layer, so it has no `input` of its own; remove it.' }),
  ],
  'input-dimensions': [
    'EX3004',
    (p) => ({ text: `An input has channels x rows x columns, or one number; this one has ${p.count}.` }),
  ],
  missing: [
    'EX3005',
    (p, spec) => ({
      text: `This \`${spec.kind}\` needs \`${p.attribute}\`, such as \`${examples[p.attribute] ?? ''}\`.`,
    }),
  ],
  'not-a-size': [
    'EX3006',
    (p) => ({
      text:
        p.value > Number.MAX_SAFE_INTEGER
          ? `\`${p.attribute}\` is too large for its figures to be exact: it may be at most ${formatCount(Number.MAX_SAFE_INTEGER)}.`
          : `\`${p.attribute}\` is ${p.value}: it must be a whole number from ${p.least} on.`,
      attribute: p.attribute,
    }),
  ],
  'needs-image': [
    'EX3007',
    (p, spec) => ({
      text: `A \`${spec.kind}\` slides over an image, but gets a vector of ${shapeText(p.inShape)}: move it before \`flatten\` or \`dense\`.`,
    }),
  ],
  'kernel-too-large': [
    'EX3008',
    (p) => ({
      text: `The kernel covers ${p.kernel.h}x${p.kernel.w}, but the image with its padding is ${p.image.h}x${p.image.w}: make the kernel smaller or add \`pad\`.`,
      attribute: 'kernel',
    }),
  ],
  groups: [
    'EX3009',
    (p) => ({
      text: `${p.groups} groups do not divide the ${p.total} ${p.divides}: they must divide both channels and filters.`,
      attribute: 'groups',
    }),
  ],
  multiplier: [
    'EX3010',
    (p) => ({
      text: `A depthwise layer's filters are a multiple of its ${p.channels} channels; ${p.filters} is not.`,
      attribute: 'filters',
    }),
  ],
  rank: [
    'EX3011',
    (p) => ({
      text: `A rank of ${p.rank} is not below ${p.limit}, so it would save nothing: write a smaller one, or leave it out.`,
      attribute: 'rank',
    }),
  ],
  'rank-with-groups': [
    'EX3012',
    (p) => ({
      text: `Low rank and ${p.groups} groups together are not supported: leave one out.`,
      attribute: 'rank',
    }),
  ],
  inputs: [
    'EX3013',
    (p, spec) => ({
      text: `\`${spec.kind}\` takes ${p.least === p.most ? p.least : `${p.least} or more`} inputs and has ${p.count}: name them with \`from a, b\`.`,
    }),
  ],
  'shapes-differ': [
    'EX3014',
    (p, spec) => ({
      text: `\`${spec.kind}\` needs equal ${p.equal}; its inputs are ${p.shapes.map(shapeText).join(' and ')}.`,
    }),
  ],
  'nothing-to-fold': [
    'EX3015',
    (p) => ({
      text:
        p.reason === 'no-weights'
          ? 'A `batchnorm` folds into the weights of the layer before it, and that one has none: place it after a `conv`, `depthwise` or `dense`.'
          : 'This `batchnorm` cannot fold into the layer before it, because another layer reads that one before normalisation.',
    }),
  ],
  'too-large': [
    'EX3016',
    (p) => ({
      text: `The ${p.quantity} of this layer would be ${p.value.toExponential(2)}, beyond what can be counted exactly: make it smaller.`,
    }),
  ],
};

interface Words {
  readonly text: string;
  readonly attribute?: string;
}

const examples: Readonly<Record<string, string>> = {
  kernel: 'kernel 3x3',
  filters: 'filters 16',
  units: 'units 10',
  window: 'window 2x2',
  scale: 'scale 2',
};

export const shapeRules: readonly Rule[] = (Object.keys(kinds) as Kind[]).map((kind) => ({
  code: kinds[kind][0],
  severity: 'error',
  explanation: shapeExplanations[kind],
  *check({ lists, files }): Iterable<Finding> {
    for (const { shapeProblems, specs } of lists) {
      for (const problem of shapeProblems) {
        const spec = specs[problem.layer];
        if (problem.kind !== kind || spec === undefined || isReported(files, spec, problem)) continue;
        const word = kinds[kind][1] as (p: ShapeProblem, spec: LayerSpec) => Words;
        const { text, attribute } = word(problem, spec);
        yield { at: placeOf(spec, attribute), message: text };
      }
    }
  },
}));

/** Whether the parser has already reported the missing attribute, as it always does for an input without a shape. */
function isReported(files: Analysis['files'], { origin, node }: LayerSpec, problem: ShapeProblem): boolean {
  if (problem.kind !== 'missing') return false;
  if (problem.attribute === 'shape') return true;
  const slots = files.find((f) => f.uri === origin.uri)?.tree.slots ?? [];
  const problems = slots.find((s) => s.block && isSameBlock(s.block, origin.block))?.problems ?? [];
  return problems.some(({ span }) => span.start >= node.span.start && span.start <= node.span.end);
}

function placeOf(spec: LayerSpec, attribute: string | undefined): Origin {
  const setting: Setting | undefined =
    spec.node.settings.find((s) => s.keyword.text === attribute) ??
    (attribute === 'kernel' ? spec.node.settings.find((s) => s.keyword.text === 'window') : undefined);
  return setting
    ? writtenAt(spec, setting)
    : { ...spec.origin, span: spec.node.name?.span ?? spec.node.layerKind.span };
}

function shapeText(shape: Shape): string {
  return dimensions(shape).join('x');
}
