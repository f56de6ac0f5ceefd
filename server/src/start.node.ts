/** Starts the language server, in `exeunt.cjs` beside this file, from the code cache of an earlier start. */
import { join } from 'node:path';
import { cacheFolder } from './node/cache-folder.mjs';
import { cachedProgram } from './node/code-cache';
import type * as Programs from './programs';

/** Delay after start before the code cache is written: by then all that a first document needs is compiled. */
const writeDelayMs = 2000;

const program = cachedProgram<typeof Programs>(
  join(__dirname, 'exeunt.cjs'),
  'language-server',
  cacheFolder(),
);
void program.run().languageServer();
if (program.isCompiledAnew || program.isCachedEarly) {
  const writeEarly = () => program.write(true);
  if (program.isCompiledAnew) process.once('exit', writeEarly);
  setTimeout(() => {
    process.off('exit', writeEarly);
    program.write(false);
  }, writeDelayMs).unref();
}
