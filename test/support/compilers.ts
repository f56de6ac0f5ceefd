/** C and C++ compilers for exported code. Tests that need one are skipped without, and say so. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export function hasTool(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** It knows no `--version`. */
export function hasTclsh(): boolean {
  return spawnSync('tclsh', { input: 'exit', stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
}

export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** A folder that is removed once the tests of the file have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'exeunt-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a program; what it printed is in the error if it fails. */
export function execute(
  program: string,
  args: readonly string[],
  options: { cwd?: string; input?: string } = {},
): string {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (result.status !== 0) {
    throw new Error(
      `${program} ${args.join(' ')}\n${result.stdout}${result.stderr}${result.error?.message ?? ''}`,
    );
  }
  return result.stdout;
}
