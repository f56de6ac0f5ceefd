import { type Fix, problemRule } from '../rule';
import { list, nearest, written } from '../words';

export const unknownName = problemRule('EX2001', 'error', 'unknown-name', (p) => {
  const near = nearest(p.name, p.candidates);
  const what = p.wanted === 'place' ? 'region' : p.wanted === 'target' ? 'network or stage' : p.wanted;
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
