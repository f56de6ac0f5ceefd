/** Runs the `exeunt` command as a shell would. */
import { execFile } from 'node:child_process';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export function run(
  cli: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...args],
      { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 },
      (error, out, err) => {
        const status = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
        resolve({ status, out, err });
      },
    );
  });
}
