/** Starts the language server, `language-server.cjs` beside this file, from what an earlier start compiled of it. */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { cacheFolder, keptProgram } from './node-code-cache';

/** By then the functions that a first document needs are compiled, and nobody waits. */
const leisureMs = 2000;

// An editor has many servers. What an edit leaves behind is collected sooner, and less room is kept for it: a third less
// memory at 10,000 lines.
for (const flag of ['--optimize-for-size', '--semi-space-growth-factor=1']) setFlagsFromString(flag);

const program = keptProgram(join(__dirname, 'language-server.cjs'), cacheFolder(process.env));
program.run();
if (program.isCompiledAnew) setTimeout(() => program.keep(), leisureMs).unref();
