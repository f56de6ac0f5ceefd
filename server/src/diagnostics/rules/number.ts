import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Number out of range',
  means:
    'A number is well formed, but its setting cannot have this value: a share above 100 %, a batch of 0, a threshold that no input reaches.',
  example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
schedule { batch 0 }`,
  way: 'Write a value in the range that the message names.',
};

export const number = problemRule('EX2007', 'error', 'number', explanation, (p) => ({
  message: `${subject(p.what)} is ${p.raw}, but it ${p.reason}.`,
}));

/** `the threshold` is a phrase, `stride` a word of the language. */
function subject(what: string): string {
  return what.startsWith('the ') ? `The ${what.slice(4)}` : `\`${what}\``;
}
