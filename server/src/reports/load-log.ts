import type { LoggedLoad, ReadReport } from './report';

/** The line that our runtime prints for each load. */
const ownLine = /^exeunt load module=(.*?) bytes=(\d+) ms=(\d+(?:\.\d+)?) MB\/s=/;

/** A bitstream that is loaded: the kernel's line, a command line of fpgautil, a call of PYNQ. */
const fileLines = [
  /fpga_manager \w+: writing (\S+?\.bi[nt]\b\S*) to /,
  /\bfpgautil\b.*?\s-b\s*(\S+)/,
  /\b(?:Bitstream|Overlay|pr_download|download)\(.*?['"]([^'"]+\.bi[nt])['"]/,
];

/** How long it took: fpgautil's line, and IPython's for a call of PYNQ under `%time`. */
const timeLines: readonly (readonly [RegExp, (amount: number, unit: string) => number])[] = [
  [/Time taken to load BIN is\s+(\d+(?:\.\d+)?)\s*(Milli Seconds)/i, (ms) => ms * 1e6],
  [/^Wall time:\s+(\d+(?:\.\d+)?)\s*(µs|us|ms|s)\b/, (amount, unit) => amount * (nsOf[unit] ?? 0)],
];

const nsOf: Readonly<Record<string, number>> = { µs: 1e3, us: 1e3, ms: 1e6, s: 1e9 };

/** Any line of such a log. */
export const isLoadLog = (text: string): boolean =>
  text.split('\n').some((line) => ownLine.test(line) || fileLines[0]?.test(line) === true) ||
  timeLines.some(([pattern]) => new RegExp(pattern, `m${pattern.flags}`).test(text));

/** Loads of a log. Lines of our runtime tell all; otherwise a time belongs to the file that was named last before it. */
export function readLoadLog(text: string): ReadReport {
  const own: LoggedLoad[] = [];
  const others: LoggedLoad[] = [];
  let file: string | undefined;
  let named = false;
  let timed = false;
  for (const line of text.split('\n')) {
    const mine = ownLine.exec(line);
    if (mine) {
      const [, module = '', bytes, ms] = mine;
      own.push({ module, bytes: Number(bytes), ns: Math.round(Number(ms) * 1e6) });
      continue;
    }
    for (const pattern of fileLines) {
      const found = pattern.exec(line)?.[1];
      if (found !== undefined) [file, named] = [found, true];
    }
    for (const [pattern, ns] of timeLines) {
      const [, amount, unit = ''] = pattern.exec(line) ?? [];
      if (amount === undefined) continue;
      timed = true;
      if (file !== undefined) others.push({ file, ns: Math.round(ns(Number(amount), unit)) });
      file = undefined;
    }
  }
  if (own.length > 0) return { kind: 'loads', loads: own };
  if (others.length > 0) return { kind: 'loads', loads: others };
  if (named && !timed)
    return {
      error:
        'it names the files that were loaded and not how long each took: `fpgautil -b FILE.bin -f Partial` prints that, and so does the runtime (`exeunt load module=…`)',
    };
  return {
    error:
      'its times name no file: keep the line before them, of the kernel (`fpga_manager fpga0: writing FILE.bin …`) or of the command',
  };
}
