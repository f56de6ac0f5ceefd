/** All terminal output; control characters in a design's names are escaped so that they cannot rewrite the screen or a log. */
import { visible, visibleLines } from '../base/protocol/visible';
import { reasonOf } from './failure';
import { exitStatus } from './outcome';

/** Results, on standard output. */
export function print(text: string): void {
  process.stdout.write(visibleLines(text));
}

export function printJson(value: unknown): void {
  print(`${JSON.stringify(value, null, 2)}\n`);
}

/** A file's content on standard output: raw in a pipe, with control characters escaped on a terminal. */
export function printContent(text: string): void {
  if (process.stdout.isTTY) print(text);
  else process.stdout.write(text);
}

/** Messages on standard error, a line each. */
export function say(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${visible(line)}\n`);
}

/** Ends quietly when the reader closes the pipe (EPIPE), as `head` does; reports other failures, such as a full disk. */
export function watchOutputs(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    say(`exeunt: cannot write to standard output: ${reasonOf(error)}`);
    process.exit(exitStatus.wrongUse);
  });
  // No stream is left to report this on.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = exitStatus.wrongUse;
  });
}
