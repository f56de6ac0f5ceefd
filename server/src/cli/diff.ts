/** `exeunt diff`: compares the figures of two versions of a design. */
import { buildReport } from '../analysis/presentation/report';
import { isIncomplete } from '../diagnostics/diagnose';
import { differenceOf, differenceText } from '../export/report/difference';
import { failedCode } from '../base/protocol/report';
import { readArguments } from './arguments';
import { type Checked, checkFile } from './files';
import { WrongUse, exitStatus } from './outcome';
import { print, printJson, say } from './print';

export async function runDiff(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'diff');
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0)
    throw new WrongUse('name two design files, the old one and the new one');
  const versions = [await checkFile(before), await checkFile(after)] as const;
  const difference = differenceOf(versionOf(versions[0]), versionOf(versions[1]));
  if (values.json) printJson(difference.json);
  else print(differenceText(difference));
  const failed = versions.filter((v) => isIncomplete(v.diagnostics));
  for (const { path, diagnostics } of failed)
    for (const { code, message } of diagnostics) if (code === failedCode) say(`exeunt: ${path}: ${message}`);
  if (failed.length > 0) return exitStatus.wrongUse;
  return difference.json.worse ? exitStatus.errors : exitStatus.ok;
}

function versionOf({ path, analysis, diagnostics }: Checked) {
  return { path, report: buildReport(analysis, diagnostics, { without: ['thresholds'] }) };
}
