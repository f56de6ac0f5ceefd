import { type Explanation, problemRule } from '../rule';
import { list } from '../sentence';

const explanation: Explanation = {
  title: 'Ambiguous name',
  means: 'Two networks have a layer of this name, and nothing says which is meant.',
  example: `network a {
  input image 1x28x28
  flatten
  dense f units 10
}
network b {
  input image 1x28x28
  flatten
  dense f units 10
}
switch s before a, b {
  flatten
  dense g units 2
  case x rate 50% -> a
  case y rate 50% -> b
}
stage last in static { f }`,
  way: 'Rename all but one of them: _Rename Symbol_ changes every place.',
};

export const ambiguousName = problemRule('EX2002', 'error', 'ambiguous-name', explanation, (p) => ({
  message: `\`${p.name}\` is the name of a ${p.wanted === 'subject' ? 'part' : p.wanted} in ${list(p.owners)}: rename all but one, so that it means one thing.`,
}));
