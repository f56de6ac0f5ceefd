import { criterionSpecs } from '../../../../grammar/src/index';
import type { Analysis, LayerList } from '../../analysis/analysis';
import { confidenceAt, scoresAt, scoresShape } from '../../analysis/figures/scores';
import { type Shape, dimensions, elements } from '../../network/index';
import type { ExitSpec } from '../../semantics/design';
import type { Explanation, Finding, Rule } from '../rule';

const exitWithoutClassesExplanation: Explanation = {
  title: 'Exit without classes',
  means:
    'A decision compares the scores of classes, so a branch ends in a vector: of one value for each class, or of a single one where there are two classes. Scores at every position of an image are decided on by `mean confidence` or `min confidence`.',
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

/** A decision compares the scores of classes: a branch must end in a vector, or decide over all positions of an image. */
export const exitWithoutClasses: Rule = {
  code: 'EX7011',
  severity: 'error',
  explanation: exitWithoutClassesExplanation,
  *check(analysis) {
    for (const { list, exit, shape } of branches(analysis)) {
      const criterion = exit.when?.criterion;
      if (criterion && criterionSpecs[criterion].overPositions === true) continue;
      const trunk = trunkOf(analysis, exit)?.layers.at(-1)?.shaped.outShape;
      // One score tells two classes apart.
      if (isVectorOf(shape) && (elements(shape) > 1 || trunk === undefined || elements(trunk) <= 2)) continue;
      const sides = dimensions(shape);
      yield {
        at: endOf(list, exit),
        message: isVectorOf(shape)
          ? `Exit \`${exit.name}\` ends in 1 value: a decision compares at least 2 classes. Give its last layer as many \`units\` as there are classes.`
          : `Exit \`${exit.name}\` ends in an image of ${sides.join('x')}, but a decision compares the scores of classes: end with \`flatten\` and a \`dense\` of as many \`units\` as there are classes. If it has scores at every position, write \`when mean confidence >= 0.9\`.`,
      };
    }
  },
};

const confidenceLayerExplanation: Explanation = {
  title: 'Confidence of several values',
  means:
    'A layer that is named behind `when` is a trained confidence: one value, which goes through a sigmoid and is compared with the threshold.',
  example: `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit a after p1 {
  flatten features
  dense sure units 2 from features
  dense a1 units 10 from features
  when sure >= 0.5
  rate 60%
}`,
  way: 'Give the layer one unit, or decide by the scores: `when softmax >= 0.9`.',
};

/** A trained confidence is one value. */
export const confidenceLayer: Rule = {
  code: 'EX7017',
  severity: 'error',
  explanation: confidenceLayerExplanation,
  *check({ lists }) {
    for (const list of lists) {
      const at = list.kind === 'exit' ? confidenceAt(list) : undefined;
      if (at === undefined) continue;
      const { shaped } = list.layers[at] ?? {};
      const { label, kind = 'layer' } = shaped?.spec ?? {};
      const size = shaped?.outShape && elements(shaped.outShape);
      if (shaped === undefined || size === undefined || size === 1) continue;
      const { when, origin } = list.spec as ExitSpec;
      yield {
        at: { ...origin, span: when?.node.layer?.span ?? origin.span },
        message: `The ${kind} \`${label}\` gives ${size} values, but a confidence is one: give it one unit, or decide by the scores, such as \`when softmax >= 0.9\`.`,
      };
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
      if (trunk === undefined || !isVectorOf(shape) || !isVectorOf(trunk)) continue;
      const [classes, wanted] = [classesOf(shape), classesOf(trunk)];
      if (classes === wanted || elements(shape) === 1) continue;
      yield {
        at: endOf(list, exit),
        message: `Exit \`${exit.name}\` distinguishes ${classes} classes, its network ${wanted}: both must give the same answer, so make the two equal.`,
      };
    }
  },
};

/** A single score tells two classes apart. */
function classesOf(shape: Shape): number {
  return Math.max(2, elements(shape));
}

interface Branch {
  readonly list: LayerList;
  readonly exit: ExitSpec;
  /** Of its scores. */
  readonly shape: Shape;
}

function branches(analysis: Analysis): Branch[] {
  const found: Branch[] = [];
  for (const list of analysis.lists) {
    if (list.kind !== 'exit') continue;
    const exit = list.spec as ExitSpec;
    const shape = scoresShape(list);
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

/** The layer with the scores of an exit, or the exit's name if its head has none. */
function endOf(list: LayerList, exit: ExitSpec) {
  const last = list.specs[scoresAt(list)];
  if (last === undefined) return exit.origin;
  return { ...last.origin, span: last.node.name?.span ?? last.node.layerKind.span };
}
