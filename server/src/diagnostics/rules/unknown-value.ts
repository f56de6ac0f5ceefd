import { type Explanation, problemRule } from '../rule';
import { list, nearest } from '../sentence';

const explanation: Explanation = {
  title: 'Unknown value',
  means:
    'A setting or a limit takes one of a few words or comparisons, and this is none of them. A latency is limited from above, a throughput from below.',
  example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
budget { latency mean >= 20 ms }`,
  way: 'Write one of the words that the message lists.',
};

export const unknownValue = problemRule('EX2009', 'error', 'unknown-value', explanation, (p) => {
  const near = nearest(p.text, p.allowed);
  const offered = near.length > 0 ? near : p.allowed.length <= 3 ? p.allowed : [];
  return {
    message: `\`${p.keyword}\` does not take \`${p.text}\`: write ${list(p.allowed, 'or', 12)}.`,
    // A budget line's place is the whole line, which a single word cannot replace.
    fixes:
      p.keyword === 'budget'
        ? []
        : offered.map((n) => ({ title: `Change to '${n}'`, edits: [{ at: p.origin, text: n }] })),
  };
});
