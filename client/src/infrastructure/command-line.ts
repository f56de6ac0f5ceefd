/** The `exeunt` command line beside the extension, as a process: long work that may not hold up the server. */
import type * as vscode from 'vscode';

export interface CommandLineRun {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly token: vscode.CancellationToken;
  /** Lines of standard error, as they come. */
  readonly onLine: (line: string) => void;
}

/** Standard output of a run that ended well; fails with what the command said. */
export type RunCommandLine = (run: CommandLineRun) => Promise<string>;
