import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Import cycle',
  means: 'Files import each other in a cycle. The import that closes it is ignored.',
  example: `//- main.exeunt
import "other.exeunt"
//- other.exeunt
import "main.exeunt"`,
  way: 'Remove one of the imports; move what both files need into a third.',
};

export const importCycle = problemRule('EX2013', 'error', 'import-cycle', explanation, (p) => ({
  message: `This import closes a cycle: ${p.chain.join(' → ')}. Remove one of them.`,
  fixes: [
    { title: 'Remove this import', edits: [{ at: { ...p.origin, span: p.origin.block.span }, text: '' }] },
  ],
}));
