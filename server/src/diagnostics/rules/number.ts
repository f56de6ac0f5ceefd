import { problemRule } from '../rule';

export const number = problemRule('EX2007', 'error', 'number', (p) => ({
  message: `${subject(p.what)} is ${p.raw}, but it ${p.reason}.`,
}));

/** `the threshold` is a phrase, `stride` a word of the language. */
function subject(what: string): string {
  return what.startsWith('the ') ? `The ${what.slice(4)}` : `\`${what}\``;
}
