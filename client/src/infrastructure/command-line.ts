/** The bundled `exeunt` command line, for long work that must not block the server and for writing folders. */
import type * as vscode from 'vscode';

export interface CommandLineRun {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly token: vscode.CancellationToken;
  /** Called with each line of standard error. */
  readonly onLine: (line: string) => void;
}

/** Available only if processes can be started. */
export interface CommandLine {
  /** Standard output of a successful run, or of a cancelled one that has an answer; rejects with the command's own message. */
  run(run: CommandLineRun): Promise<string>;
  /** Runs as a task with a terminal, whose errors appear in the Problems panel. Reports a failure; returns the exit status. */
  runAsTask(name: string, args: readonly string[]): Promise<number | undefined>;
}

/** @throws Error if no processes can be started */
export function needed(commandLine: CommandLine | undefined): CommandLine {
  if (commandLine) return commandLine;
  throw new Error('A browser cannot run programs: open the folder in VS Code on a computer.');
}
