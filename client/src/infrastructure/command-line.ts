/** The `exeunt` command line beside the extension: long work that may not hold up the server, and whole folders. */
import type * as vscode from 'vscode';

export interface CommandLineRun {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly token: vscode.CancellationToken;
  /** Lines of standard error, as they come. */
  readonly onLine: (line: string) => void;
}

/** There where processes can be started. */
export interface CommandLine {
  /** Standard output of a run that ended well; fails with what the command said. */
  run(run: CommandLineRun): Promise<string>;
  /** As a task with a terminal, whose errors land in the problems view; its exit status. Tells when it failed. */
  runAsTask(name: string, args: readonly string[]): Promise<number | undefined>;
}

/** @throws Error where no processes can be started */
export function needed(commandLine: CommandLine | undefined): CommandLine {
  if (commandLine) return commandLine;
  throw new Error('A browser runs no programs: open the folder in VS Code on a computer.');
}
