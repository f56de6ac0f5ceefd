/** Fetches onnxruntime with npm, only on request. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import wanted from '../onnxruntime/package.json';
import lock from '../onnxruntime/package-lock.json';
import { fetchedFolder, fetchedVersion, packageName } from './onnxruntime';

/** Message for a missing runtime: what it is for, how to get it, how large it is. */
export function onnxruntimeMissing(): string {
  return (
    `running a model needs onnxruntime, which is not installed. Either add --fetch-onnxruntime (npm then puts ${packageName} ` +
    `${fetchedVersion}, 290 MB, into ${fetchedFolder()}), or run \`npm install ${packageName}\` beside the design, or set EXEUNT_ONNXRUNTIME to a folder that has it`
  );
}

/**
 * Installs the runtime and its dependencies with npm, each pinned to the version and hash recorded here, without running
 * package scripts. An incomplete download is removed.
 */
export async function fetchOnnxruntime(): Promise<void> {
  const target = fetchedFolder();
  if (existsSync(target)) return;
  const temporary = `${target}.part-${process.pid}`;
  await mkdir(temporary, { recursive: true });
  try {
    await writeFile(join(temporary, 'package.json'), JSON.stringify(wanted));
    await writeFile(join(temporary, 'package-lock.json'), JSON.stringify(lock));
    await npmInstall(temporary);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process finished the fetch first; use its copy.
    if (!existsSync(target)) throw error;
  }
}

function npmInstall(folder: string): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--package-lock'];
  return new Promise((done, failed) => {
    const windows = process.platform === 'win32';
    const child = spawn(windows ? 'npm.cmd' : 'npm', args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      // Windows runs npm's .cmd only through a shell.
      shell: windows,
    });
    let errors = '';
    child.stderr.on('data', (data) => (errors += String(data)));
    child.on('error', (error) => {
      failed(new Error(`npm cannot be run: ${error.message}`));
    });
    child.on('close', (code) => {
      if (code === 0) done();
      else failed(new Error(`npm could not fetch ${packageName}: ${errors.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}
