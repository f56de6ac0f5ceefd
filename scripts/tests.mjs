/** Runs one file of tests whose cases depend on the environment, for commands that ask for more of them than `npm test`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup.mjs';

/**
 * Shows what the tests print, and ends as they do.
 * @param {string} file from the project's root
 * @param {Record<string, string>} environment
 */
export function runTests(file, environment) {
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = ['run', '--project', 'opened', '--pool=threads', '--disableConsoleIntercept=true', file];
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit', env });
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
}
