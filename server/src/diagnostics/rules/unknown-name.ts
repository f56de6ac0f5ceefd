import { type Explanation, type Fix, problemRule } from '../rule';
import { list, nearest, written } from '../sentence';

const explanation: Explanation = {
  title: 'Unknown name',
  means:
    'A layer, network, stage, region or place is referred to that is not declared here or in an imported file.',
  example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
stage all in static { f1 .. f2 }`,
  way: 'Correct the name; the quick fixes offer the nearest ones. A name that has characters other than letters, digits, `_` and `-` is quoted.',
};

export const unknownName = problemRule('EX2001', 'error', 'unknown-name', explanation, (p) => {
  const near = nearest(p.name, p.candidates);
  const what =
    p.wanted === 'place'
      ? 'region'
      : p.wanted === 'target'
        ? 'network or stage'
        : p.wanted === 'subject'
          ? 'part with this figure'
          : p.wanted;
  const places = p.wanted === 'place' ? ['static', 'cpu'] : [];
  const known = [...p.candidates, ...places];
  const way =
    near.length > 0
      ? `did you mean ${list(near, 'or')}?`
      : known.length > 0
        ? `there ${known.length === 1 ? 'is' : 'are'} ${list(known)}.`
        : `none is declared yet.`;
  const fixes: Fix[] = near.map((n) => ({
    title: `Change to '${n}'`,
    edits: [{ at: p.origin, text: written(n) }],
  }));
  return { message: `No ${what} is called \`${p.name}\` here: ${way}`, fixes };
});
