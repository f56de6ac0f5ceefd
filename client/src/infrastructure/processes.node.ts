/** Starts processes in Node. */
import { spawn } from 'node:child_process';
import type { StartProcess } from './processes';

/** Starts the process in its own group, so that its children end with it. */
export const startProcess: StartProcess = (program, args, { data, ended }) => {
  const grouped = process.platform !== 'win32';
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: grouped });
  child.stdout.setEncoding('utf8').on('data', data);
  child.stderr.setEncoding('utf8').on('data', data);
  child.on('error', (error) => {
    data(`${error.message}\n`);
    ended(undefined);
  });
  child.on('close', (code) => ended(code ?? undefined));
  return {
    stop: () => {
      if (grouped && child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
      else child.kill();
    },
  };
};
