import { type Explanation, problemRule } from '../rule';
import { list } from '../sentence';

const explanation: Explanation = {
  title: 'Setting of another layer kind',
  means: 'The layer kind does not have this attribute, so it would have no effect.',
  example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10 kernel 3x3
}`,
  way: 'Remove it, or change the layer kind. The [language reference](../language-reference.md#layers) lists the attributes of each kind.',
};

export const notForKind = problemRule('EX2010', 'error', 'not-for-kind', explanation, (p) => ({
  message: `A \`${p.layerKind}\` layer has no \`${p.keyword}\`; it takes ${p.allowed.length === 0 ? 'no settings' : list(p.allowed)}.`,
  fixes: [{ title: `Remove '${p.keyword}'`, edits: [{ at: p.origin, text: '' }] }],
}));
