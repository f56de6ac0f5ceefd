/** `exeunt check`: prints a design's diagnostics, one line each. */
import { toDiagnosticRows } from '../analysis/presentation/report';
import { isIncomplete } from '../diagnostics/diagnose';
import type { CheckJson } from '../base/protocol/report';
import { readArguments } from './arguments';
import { type Checked, checkFile, eachFile, statusOf } from './files';
import { WrongUse, exitStatus } from './outcome';
import { printJson, say } from './print';

export async function runCheck(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'check');
  if (positionals.length === 0) throw new WrongUse('no design file given');
  const checked: Checked[] = [];
  const { allRead } = await eachFile(positionals, async (path) => {
    checked.push(await checkFile(path));
  });
  if (values.json) {
    const files = checked.map((c) => ({
      path: c.path,
      diagnostics: toDiagnosticRows(c.analysis, c.diagnostics),
    }));
    const isWhole = allRead && !checked.some((c) => isIncomplete(c.diagnostics));
    const document: CheckJson = { version: 1, ...(!isWhole && { incomplete: true as const }), files };
    printJson(document);
  } else {
    for (const c of checked) printDiagnostics(c);
  }
  return allRead ? statusOf(checked) : exitStatus.wrongUse;
}

/** `file:line:col: error EX4001: message`, as compilers do and problem matchers read. */
export function printDiagnostics({ path, analysis, diagnostics }: Checked): void {
  for (const { severity, code, message, range } of toDiagnosticRows(analysis, diagnostics)) {
    const { line, character } = range.start;
    say(`${path}:${line + 1}:${character + 1}: ${severity} ${code}: ${message}`);
  }
}
