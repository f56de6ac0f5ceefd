/** Runs the bundled command line in a child process. */
import { spawn } from 'node:child_process';
import * as vscode from 'vscode';
import type { CommandLine, CommandLineRun } from './command-line';

/** Makes VS Code's own executable act as Node, since there may be no other Node. */
const asNode = { ELECTRON_RUN_AS_NODE: '1' };

/** @param cli the bundled command line */
export function commandLine(cli: string): CommandLine {
  return {
    run: (run) => runQuietly(cli, run),
    runAsTask: (name, args) => runAsTask(cli, name, args),
  };
}

function runQuietly(cli: string, { args, cwd, token, onLine }: CommandLineRun): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd,
      env: { ...process.env, ...asNode },
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
      // What a search has found when it is cancelled is an answer.
      if (code === 0 || (code === 130 && output !== '')) done(output);
      else failed(new Error(said.at(-1) ?? `the command line exited with ${String(code)}`));
    });
  });
}

async function runAsTask(cli: string, name: string, args: readonly string[]): Promise<number | undefined> {
  const execution = new vscode.ProcessExecution(process.execPath, [cli, ...args], { env: asNode });
  const scope = vscode.workspace.workspaceFolders?.[0] ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task({ type: 'exeunt', target: name }, scope, name, 'Exeunt', execution, [
    '$exeunt',
  ]);
  task.presentationOptions = { clear: true, reveal: vscode.TaskRevealKind.Always };
  const started = await vscode.tasks.executeTask(task);
  return new Promise((done) => {
    const ended = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution !== started) return;
      ended.dispose();
      if (event.exitCode !== 0) void vscode.window.showErrorMessage(`${name} failed: see its terminal.`);
      done(event.exitCode);
    });
  });
}
