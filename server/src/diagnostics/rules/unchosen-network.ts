import { type Explanation, problemRule } from '../rule';
import { list } from '../sentence';

const explanation: Explanation = {
  title: 'Network that nothing chooses',
  means: 'With more than one network, a `switch … before` decides which of them an input takes.',
  example: `network a {
  input image 1x28x28
  flatten
  dense fa units 10
}
network b {
  input image 1x28x28
  flatten
  dense fb units 10
}`,
  way: 'Write a switch before the networks, or remove one.',
};

export const unchosenNetwork = problemRule('EX2030', 'error', 'unchosen-network', explanation, (p) => ({
  message: `Nothing chooses between \`${p.network}\` and ${list(p.others)}: a second network needs a \`switch … before\` them.`,
}));
