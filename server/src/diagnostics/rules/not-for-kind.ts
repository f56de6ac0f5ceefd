import { attributeSpec } from '../../../../grammar/src/index';
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

export const notForKind = problemRule('EX2010', 'error', 'not-for-kind', explanation, (p) => {
  const { layerKind, keyword, value, allowed, origin } = p;
  const remove = { title: `Remove '${value ?? keyword}'`, edits: [{ at: origin, text: '' }] };
  const other = value === undefined ? undefined : attributeSpec(keyword, layerKind)?.example;
  if (value !== undefined && other !== undefined) {
    const hint = allowed.includes('filters') ? '; its size is the `kernel`' : '';
    return {
      message: `A \`${layerKind}\` layer takes \`${keyword}\` only as in \`${other}\`, not \`${value}\`${hint}.`,
      fixes: [remove],
    };
  }
  return {
    message: `A \`${layerKind}\` layer has no \`${keyword}\`; it takes ${allowed.length === 0 ? 'no settings' : list(allowed)}.`,
    fixes: [remove],
  };
});
