/**
 * Fetches heavy packages that few commands need once, on demand, into the user's cache folder, shared by all clones,
 * instead of listing them as dependencies.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../server/src/node/cache-folder.mjs';
import { npm, run } from './commands.mjs';

/**
 * The folder `name` in the cache, filled by `fill` if it does not exist yet. `fill` works in a temporary folder that is
 * renamed when complete, so that an interrupted fetch is never mistaken for a complete one.
 * @param {string} name with the version in it
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} absolute path
 */
export async function cached(name, fill) {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.part-${process.pid}-${Date.now().toString(36)}`;
  await mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process finished the fetch first; use its copy.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/**
 * Installs packages from npm into `folder`, without running their install scripts.
 * @param {string} folder
 * @param {string[]} packages `name@version`
 */
export async function npmInstall(folder, packages) {
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await run(npm, ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: folder });
}
