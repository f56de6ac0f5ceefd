import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Imported file has the wrong encoding',
  means:
    'An imported file is not UTF-8. It is reported at the import, because the place in the file is a byte that no editor shows.',
  way: 'Save that file as UTF-8.',
};

/** Reported at the import: the place in the imported file is a byte that no editor shows. */
export const importEncoding = problemRule('EX2031', 'error', 'import-encoding', explanation, (p) => ({
  message: `\`${p.path}\` has the wrong encoding: ${p.reason}.`,
}));
