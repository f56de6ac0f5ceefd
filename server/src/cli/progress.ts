/** Progress of long work, on standard error. */

/** Least time between two lines of progress. */
const QUIET_MS = 200;

/** Prints progress on a terminal, or line by line with `--progress`; none in a pipe. */
export function progressOf(
  what: string,
  total: number,
  asLines: boolean | undefined,
): (done: number, of?: number) => void {
  const terminal = process.stderr.isTTY && asLines !== true;
  if (!terminal && asLines !== true) return () => undefined;
  let last = 0;
  return (done, of = total) => {
    const now = performance.now();
    if (done < of && now - last < QUIET_MS) return;
    last = now;
    if (asLines === true) process.stderr.write(`progress ${done} ${of} ${what}\n`);
    else process.stderr.write(`\r${what}: ${done} of ${of}${done >= of ? '\n' : ''}`);
  };
}
