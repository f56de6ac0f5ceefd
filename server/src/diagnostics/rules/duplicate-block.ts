import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Duplicate block',
  means:
    'A design has at most one `device`, `schedule`, `profile` and `budget`. The first one counts, those of imported files come last.',
  example: `device { board pynq-z2 }
device { clock 100 MHz }`,
  way: 'Move what the second one says into the first.',
};

export const duplicateBlock = problemRule('EX2004', 'error', 'duplicate-block', explanation, (p) => ({
  message: `A design has one \`${p.keyword}\` block; the first one counts. Move what this one says into it.`,
  related: [{ at: p.first, message: 'the first one' }],
}));
