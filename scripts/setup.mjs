/** Prepares a fresh clone: installs dependencies if `node_modules` does not match the lock file. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm, run } from './commands.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const oldestNode = 20;

/**
 * @param {(line: string) => void} say
 * @returns {Promise<void>}
 */
export async function setUp(say) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode)
    throw new Error(`Node ${oldestNode} or newer is needed, this is ${process.version}`);
  if (await isInstalled()) return;
  say('installing dependencies (npm ci)');
  await run(npm, ['ci', '--no-audit', '--no-fund'], { cwd: root });
}

/** npm records its installation inside `node_modules`; compares contents, since file times are unreliable. */
async function isInstalled() {
  const wanted = await packagesOf(join(root, 'package-lock.json'));
  const installed = await packagesOf(join(root, 'node_modules', '.package-lock.json')).catch(() => undefined);
  if (!installed) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    const there = installed[path];
    // Missing optional packages are for other platforms.
    return path === '' || (there ? there.version === version : optional === true);
  });
}

/**
 * @param {string} lockFile
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }>>}
 */
async function packagesOf(lockFile) {
  return JSON.parse(await readFile(lockFile, 'utf8')).packages;
}
