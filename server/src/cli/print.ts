/** All that the command line shows: names of a design are data, and never move a cursor or rewrite a log. */
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

/** A file's content on standard output: as it is where something reads it, shown where it is a terminal. */
export function printContent(text: string): void {
  if (process.stdout.isTTY) print(text);
  else process.stdout.write(text);
}

/** What went on, on standard error, line by line. */
export function say(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${visible(line)}\n`);
}

/** A reader that has had enough, as `head` does, ends the command; a disk that is full is told. */
export function watchOutputs(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    say(`exeunt: cannot write to standard output: ${reasonOf(error)}`);
    process.exit(exitStatus.wrongUse);
  });
  // There is nowhere left to say so.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = exitStatus.wrongUse;
  });
}
