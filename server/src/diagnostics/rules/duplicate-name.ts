import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Duplicate name',
  means: 'Something of the same kind is already declared under this name; references mean the first one.',
  example: `network n {
  input image 1x28x28
  conv c kernel 3x3 filters 4
  conv c kernel 3x3 filters 8
  flatten
  dense f1 units 10
}`,
  way: 'Give one of them another name.',
};

export const duplicateName = problemRule('EX2003', 'error', 'duplicate-name', explanation, (p) => ({
  message: `\`${p.name}\` is already declared; give this ${p.what} another name.`,
  related: [{ at: p.first, message: `\`${p.name}\` is first declared here` }],
}));
