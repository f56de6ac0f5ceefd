/** Starts the `exeunt` command, in `exeunt.cjs` beside this file, from the code that an earlier run compiled. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './node/cache-folder.mjs';
import { cachedProgram } from './node/code-cache';
import { hurry } from './node/memory';
import type * as Programs from './programs';

/** By then a command has compiled what it needs, which `--version` and the like have not. */
const longRunMs = 500;

// Before the code is read: it is cached under these flags.
hurry();
const program = cachedProgram<typeof Programs>(
  join(dirname(fileURLToPath(import.meta.url)), 'exeunt.cjs'),
  'command-line',
  cacheFolder(),
);
if (program.isCompiledAnew || program.isCachedEarly) {
  process.once('exit', () => {
    const isEarly = performance.now() < longRunMs;
    if (program.isCompiledAnew || !isEarly) program.write(isEarly);
  });
}
await program.run().commandLine();
