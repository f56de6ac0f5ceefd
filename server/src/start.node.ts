/** Starts the language server, `language-server.cjs` beside this file, from what an earlier start compiled of it. */
import { join } from 'node:path';
import { cacheFolder } from './node/cache-folder.mjs';
import { keptProgram } from './node/code-cache';

/** By then the functions that a first document needs are compiled, and nobody waits. */
const leisureMs = 2000;

const program = keptProgram(join(__dirname, 'language-server.cjs'), cacheFolder());
program.run();
if (program.isCompiledAnew || program.isKeptEarly) {
  const keepEarly = () => program.keep(true);
  if (program.isCompiledAnew) process.once('exit', keepEarly);
  setTimeout(() => {
    process.off('exit', keepEarly);
    program.keep(false);
  }, leisureMs).unref();
}
