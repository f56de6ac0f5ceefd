import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Import cannot be read',
  means:
    'The file that `import` names is missing or not readable. Its blocks are missing from the design, so other diagnostics may follow from this one.',
  example: `import "boards.exeunt"`,
  way: 'Correct the path; it is relative to the file that holds the import.',
};

export const importMissing = problemRule('EX2012', 'error', 'import-missing', explanation, (p) => ({
  message: `Cannot import \`${p.path}\`: ${p.reason}.`,
}));
