/** Runs `profile` and `quantise` with progress, and offers to fetch the runtime. */
import * as vscode from 'vscode';
import type { CommandLine } from '../../infrastructure/command-line';

export interface Progress {
  readonly title: string;
  /** Number of passes that the command makes over the samples. */
  readonly phases: number;
}

/** If the runtime is missing and the user agrees, fetches it and runs again. */
export async function withRuntime(
  run: (more: readonly string[]) => Thenable<string | undefined>,
): Promise<string | undefined> {
  try {
    return await run([]);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('--fetch-onnxruntime')) throw error;
    const fetch = 'Fetch';
    const answer = await vscode.window.showInformationMessage(
      'Running a model needs onnxruntime, which is not installed.',
      {
        modal: true,
        detail:
          'npm can fetch it now (onnxruntime-node, 290 MB) into your cache folder. No install scripts are run.',
      },
      fetch,
    );
    return answer === fetch ? run(['--fetch-onnxruntime']) : undefined;
  }
}

/** Standard output of the command, or undefined if it was cancelled. */
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
