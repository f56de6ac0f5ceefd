import { buildReport } from '../analysis/report';
import { differenceOf, differenceText } from '../export/report/difference';
import { readArguments } from './arguments';
import { type Checked, checkFile } from './files';
import { WrongUse, exitStatus } from './outcome';
import { print, printJson } from './print';

export async function runDiff(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'diff');
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0)
    throw new WrongUse('name two design files, the old one and the new one');
  const difference = differenceOf(versionOf(await checkFile(before)), versionOf(await checkFile(after)));
  if (values.json) printJson(difference.json);
  else print(differenceText(difference));
  return difference.json.worse ? exitStatus.errors : exitStatus.ok;
}

function versionOf({ path, analysis, diagnostics }: Checked) {
  return { path, report: buildReport(analysis, diagnostics, { without: ['thresholds'] }) };
}
