import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Layer in two stages',
  means:
    'A layer is computed once, so it belongs to one stage. Only a `switch` with a case for each may choose between two stages with the same layers (variants).',
  example: `network n {
  input image 1x28x28
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 3x3 filters 4
  flatten
  dense f1 units 10
}
stage front in static { c1 .. c2 }
stage back in static { c2 .. f1 }`,
  way: 'Take the layer out of one of the stages, or let a switch choose.',
};

export const layerInTwoStages = problemRule('EX2025', 'error', 'layer-in-two-stages', explanation, (p) => ({
  message: `Layer \`${p.layer}\` is in stage \`${p.other}\` already. Only a \`switch\` with a case for each of the two may choose between them.`,
}));
