import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Criterion with the name of a layer',
  means:
    "The word behind `when` is one of the language's criteria and the name of a layer of this exit. The criterion counts: what is compared is computed from the scores, not the layer's value.",
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
  dense margin units 1 from features
  dense a1 units 10 from features
  when margin >= 0.5
  rate 60%
}`,
  way: 'To decide by the layer, write its name in quotes; the quick fix does. Or rename the layer.',
};

export const criterionAndLayer = problemRule(
  'EX7016',
  'warning',
  'criterion-and-layer',
  explanation,
  ({ name, origin }) => ({
    message: `\`${name}\` is the criterion here, computed from the scores, not the layer \`${name}\` of this exit: write the name in quotes to decide by the layer, or rename the layer.`,
    fixes: [{ title: `Decide by the layer: "${name}"`, edits: [{ at: origin, text: `"${name}"` }] }],
  }),
);
