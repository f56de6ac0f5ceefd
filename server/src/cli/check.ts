/** `exeunt check`: prints what is wrong with designs, a line each or in a form that CI servers read. */
import { toDiagnosticRows } from '../analysis/presentation/report';
import { decodeText } from '../base/decode-text';
import { isIncomplete } from '../diagnostics/diagnose';
import type { CheckJson } from '../base/protocol/report';
import { mostBytes } from '../workspace/refusal';
import { readArguments } from './arguments';
import { formats } from './check-formats/format';
import { designsBelow } from './designs-below';
import { type Checked, checkFile, checkText, eachFile, statusOf } from './files';
import { Refused, WrongUse, exitStatus } from './outcome';
import { printContent, printJson, say } from './print';

/** What standard input is named on the command line. */
const STDIN = '-';
/** In the working folder, so that imports and models are found from there. */
const STDIN_PATH = 'stdin.exeunt';

export async function runCheck(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'check');
  if (positionals.length === 0) throw new WrongUse('no design file given');
  const format = formatOf(values.format, values.json);
  const { 'stdin-path': stdinPath = STDIN_PATH } = values;
  const inputs = positionals.filter((path) => path === STDIN).length;
  if (inputs > 1) throw new WrongUse('`-` is standard input: give it once');
  if (inputs === 0 && values['stdin-path'] !== undefined)
    throw new WrongUse('--stdin-path names what comes on standard input: give `-` too');
  const paths: string[] = [];
  const unlisted = await eachFile(positionals, async (path) => {
    paths.push(...(path === STDIN ? [STDIN] : await designsBelow(path)));
  });
  const checked: Checked[] = [];
  const unchecked = await eachFile(paths, async (path) => {
    checked.push(path === STDIN ? await checkText(stdinPath, await standardInput()) : await checkFile(path));
  });
  const unread = [...unlisted, ...unchecked];
  const files = checked.map((c) => ({
    path: c.path,
    diagnostics: toDiagnosticRows(c.analysis, c.diagnostics),
  }));
  const isWhole = unread.length === 0 && !checked.some((c) => isIncomplete(c.diagnostics));
  if (format === 'text') for (const c of checked) printDiagnostics(c);
  else if (format === 'json')
    printJson({ version: 1, ...(!isWhole && { incomplete: true as const }), files } satisfies CheckJson);
  else printContent(formats[format]({ files, unread, isWhole }));
  return unread.length === 0 ? statusOf(checked) : exitStatus.wrongUse;
}

type Format = 'text' | 'json' | keyof typeof formats;

function formatOf(format: string | undefined, json: boolean | undefined): Format {
  if (format === undefined) return json ? 'json' : 'text';
  if (json) throw new WrongUse('--json is --format json: give one of them');
  if (isFormat(format)) return format;
  throw new WrongUse(`--format \`${format}\`: choose from text, json, ${Object.keys(formats).join(', ')}`);
}

function isFormat(word: string): word is Format {
  return word === 'text' || word === 'json' || Object.hasOwn(formats, word);
}

/** @throws Refused if it is longer than a design may be, or not UTF-8 */
async function standardInput(): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes.design)
      throw new Refused(`standard input is above the limit of ${mostBytes.design / 1e6} MB for a design`);
    chunks.push(chunk);
  }
  const { text, fault } = decodeText(Buffer.concat(chunks));
  if (fault) throw new Refused(`cannot read standard input: line ${fault.line}: ${fault.message}`);
  return text;
}

/** `file:line:col: error EX4001: message`, as compilers do and problem matchers read. */
export function printDiagnostics({ path, analysis, diagnostics }: Checked): void {
  for (const { severity, code, message, range } of toDiagnosticRows(analysis, diagnostics)) {
    const { line, character } = range.start;
    say(`${path}:${line + 1}:${character + 1}: ${severity} ${code}: ${message}`);
  }
}
