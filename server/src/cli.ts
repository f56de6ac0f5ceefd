/** Starts the `exeunt` command, `command-line.cjs` beside this file, from the code that an earlier run compiled. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './node/cache-folder.mjs';
import { cachedProgram } from './node/code-cache';

/** By then a command has compiled what it needs, which `--version` and the like have not. */
const longRunMs = 500;

const program = cachedProgram(
  join(dirname(fileURLToPath(import.meta.url)), 'command-line.cjs'),
  cacheFolder(),
);
if (program.isCompiledAnew || program.isCachedEarly) {
  process.once('exit', () => {
    const isEarly = performance.now() < longRunMs;
    if (program.isCompiledAnew || !isEarly) program.write(isEarly);
  });
}
program.run();
