import { problemRule } from '../rule';
import { list, nearest } from '../words';

export const unknownValue = problemRule('EX2009', 'error', 'unknown-value', (p) => {
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
