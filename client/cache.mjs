/**
 * Heavy things that few commands need are nobody's dependency: they are fetched once, on demand, into the user's
 * cache folder, where every clone finds them.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of everything fetched; `EXEUNT_CACHE` moves it. */
export function cacheFolder() {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return process.env['EXEUNT_CACHE'] ?? join(base, 'exeunt');
}

/**
 * The folder `name` in the cache, filled by `fill` if it is not there yet. `fill` works in a temporary folder that is
 * renamed when it is complete, so that an interrupted fetch leaves nothing that looks whole.
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
    // Somebody else was faster: theirs is as good.
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

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Runs a command to its end, quietly; what it printed is in the error when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} its standard output
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Windows runs npm's .cmd only through a shell.
      shell: command.endsWith('.cmd'),
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (errors += data));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}\n${output}${errors}`));
    });
  });
}
