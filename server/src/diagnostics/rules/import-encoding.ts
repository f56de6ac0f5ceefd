import { problemRule } from '../rule';

/** Told at the import: the place in the imported file is a byte that no editor shows. */
export const importEncoding = problemRule('EX2031', 'error', 'import-encoding', (p) => ({
  message: `\`${p.path}\` has the wrong encoding: ${p.reason}.`,
}));
