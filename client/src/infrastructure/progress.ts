/** Runs the command line with progress that can be cancelled. */
import * as vscode from 'vscode';
import type { CommandLine } from './command-line';

export interface Progress {
  readonly title: string;
  /** Number of passes that the command makes. */
  readonly phases: number;
}

/** Standard output of the command, or undefined if it was cancelled without an answer. */
export function runWithProgress(
  line: CommandLine,
  design: vscode.Uri,
  args: readonly string[],
  { title, phases }: Progress,
  log: vscode.LogOutputChannel,
): Thenable<string | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let phase = '';
    let before = 0;
    let last = 0;
    const onLine = (text: string): void => {
      const [, done, total, what = ''] = /^progress (\d+) (\d+) ?(.*)/.exec(text) ?? [];
      if (done === undefined || total === undefined) {
        log.info(text);
        return;
      }
      if (phase !== '' && what !== phase) before += 100 / phases;
      phase = what;
      const share = Math.min(100, before + (100 * Number(done)) / Number(total) / phases);
      progress.report({ increment: share - last, message: `${what}: ${done} of ${total}` });
      last = share;
    };
    const cwd = vscode.Uri.joinPath(design, '..').fsPath;
    try {
      return await line.run({ args, cwd, token, onLine });
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}
