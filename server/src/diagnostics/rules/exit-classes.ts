import type { Analysis, LayerList } from '../../analysis/analysis';
import { type Shape, dimensions, elements } from '../../network/index';
import type { ExitSpec } from '../../semantics/design';
import type { Explanation, Finding, Rule } from '../rule';

const exitWithoutClassesExplanation: Explanation = {
  title: 'Exit without classes',
  means:
    'A decision compares the scores of at least two classes, so a branch ends in a vector of two or more values.',
  example: `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit a after p1 {
  conv a1 kernel 2x2 filters 10
  when softmax >= 0.9
  rate 60%
}`,
  way: 'End with `flatten` and a `dense` of as many `units` as there are classes.',
};

const exitClassCountExplanation: Explanation = {
  title: 'Exit and network have different classes',
  means:
    'An exit answers the same question as the end of its network, so both have the same number of classes.',
  example: `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit a after p1 {
  flatten
  dense a1 units 9
  when softmax >= 0.9
  rate 60%
}`,
  way: 'Make the two equal.',
};

/** A decision compares the scores of classes: a branch must end in a vector of at least two. */
export const exitWithoutClasses: Rule = {
  code: 'EX7011',
  severity: 'error',
  explanation: exitWithoutClassesExplanation,
  *check(analysis) {
    for (const { list, exit, shape } of branches(analysis)) {
      const sides = dimensions(shape);
      const isVector = sides.slice(1).every((side) => side === 1);
      if (isVector && elements(shape) > 1) continue;
      const message = isVector
        ? `Exit \`${exit.name}\` ends in 1 value: a decision compares at least 2 classes. Give its last layer as many \`units\` as there are classes.`
        : `Exit \`${exit.name}\` ends in an image of ${sides.join('x')}, but a decision compares the scores of classes: end with \`flatten\` and a \`dense\` of as many \`units\` as there are classes.`;
      yield { at: endOf(list, exit), message };
    }
  },
};

/** An exit and the end of its network answer the same question, so they have the same classes. */
export const exitClassCount: Rule = {
  code: 'EX7012',
  severity: 'warning',
  explanation: exitClassCountExplanation,
  *check(analysis): Iterable<Finding> {
    for (const { list, exit, shape } of branches(analysis)) {
      const trunk = trunkOf(analysis, exit)?.layers.at(-1)?.shaped.outShape;
      const classes = elements(shape);
      if (trunk === undefined || !isVectorOf(shape) || !isVectorOf(trunk) || classes < 2) continue;
      if (classes === elements(trunk)) continue;
      yield {
        at: endOf(list, exit),
        message: `Exit \`${exit.name}\` distinguishes ${classes} classes, its network ${elements(trunk)}: both must give the same answer, so make the two equal.`,
      };
    }
  },
};

interface Branch {
  readonly list: LayerList;
  readonly exit: ExitSpec;
  /** Output shape of the branch, or its input shape if it has no layer. */
  readonly shape: Shape;
}

function branches(analysis: Analysis): Branch[] {
  const found: Branch[] = [];
  for (const list of analysis.lists) {
    if (list.kind !== 'exit') continue;
    const exit = list.spec as ExitSpec;
    const from = exit.after && trunkOf(analysis, exit)?.layers[exit.after.layer]?.shaped.outShape;
    const shape = exit.layers.length === 0 ? from : list.layers.at(-1)?.shaped.outShape;
    if (shape) found.push({ list, exit, shape });
  }
  return found;
}

/** Networks precede branches in the list. */
function trunkOf({ lists }: Analysis, { after }: ExitSpec): LayerList | undefined {
  return lists.find((l) => l.kind === 'network' && l.name === after?.network);
}

function isVectorOf(shape: Shape): boolean {
  return dimensions(shape)
    .slice(1)
    .every((side) => side === 1);
}

/** The last layer of a branch, or the exit's name if it has none. */
function endOf({ specs }: LayerList, exit: ExitSpec) {
  const last = specs.at(-1);
  if (last === undefined) return exit.origin;
  return { ...last.origin, span: last.node.name?.span ?? last.node.layerKind.span };
}
