/** `exeunt compare`: designs and published systems in one table. */
import { type ComparisonJson, comparisonRows } from '../analysis/presentation/comparison';
import { comparisonTable, publishedTable } from '../export/report/comparison';
import { tableText } from '../export/report/text';
import { readArguments } from './arguments';
import { designsBelow } from './designs-below';
import { checkFile, eachFile } from './files';
import { WrongUse, exitStatus } from './outcome';
import { print, printJson } from './print';

export async function runCompare(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'compare');
  if (positionals.length === 0) throw new WrongUse('no design file or folder given');
  const paths: string[] = [];
  const rows: ComparisonJson[] = [];
  const unlisted = await eachFile(positionals, async (path) => {
    paths.push(...(await designsBelow(path)));
  });
  const unread = await eachFile(paths, async (path) => {
    const { analysis } = await checkFile(path);
    rows.push(...comparisonRows(path, analysis));
  });
  if (values.json) printJson({ version: 1, rows });
  else {
    const tables = [comparisonTable(rows), publishedTable(rows)].filter((t) => t.rows.length > 0);
    print(`${tables.map(tableText).join('\n\n')}\n`);
  }
  return unlisted.length + unread.length > 0 ? exitStatus.wrongUse : exitStatus.ok;
}
