import { spawn } from 'node:child_process';
import type { RunCommandLine } from './command-line';

/** @param cli the bundled command line */
export function commandLine(cli: string): RunCommandLine {
  return ({ args, cwd, token, onLine }) =>
    new Promise((done, failed) => {
      const child = spawn(process.execPath, [cli, ...args], {
        cwd,
        // The desktop's own executable is Node with this.
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const stop = token.onCancellationRequested(() => child.kill('SIGTERM'));
      let output = '';
      let rest = '';
      const said: string[] = [];
      child.stdout.on('data', (data) => (output += String(data)));
      child.stderr.on('data', (data) => {
        const lines = (rest + String(data)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          onLine(line);
          if (line.startsWith('exeunt: ')) said.push(line.slice('exeunt: '.length));
        }
      });
      child.on('error', failed);
      child.on('close', (code) => {
        stop.dispose();
        if (code === 0) done(output);
        else failed(new Error(said.at(-1) ?? `the command line ended with ${String(code)}`));
      });
    });
}
