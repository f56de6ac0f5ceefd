import { buildReport, designName } from '../analysis/report';
import { viewSnapshot } from '../analysis/view';
import { reportHtml } from '../export/report/html';
import { pblocksXdc } from '../export/vivado/pblocks-xdc';
import { oneFile, readArguments } from './arguments';
import { writeFolder } from './export-folder';
import { checkFile, writeWhole } from './files';
import { Refused, WrongUse, exitStatus } from './outcome';

/** Exports of the agreed command line that this version does not have. */
const later = ['hls', 'vivado', 'runtime', 'all'];

export async function runExport(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    output: { type: 'string', short: 'o' },
    force: { type: 'boolean' },
  });
  const [what, ...files] = positionals;
  if (what === undefined) throw new WrongUse('name what to export: pblocks or report');
  if (later.includes(what)) {
    throw new WrongUse(
      `\`export ${what}\` is not supported in this version; there is \`pblocks\` and \`report\``,
    );
  }
  if (what === 'pblocks') return exportPblocks(oneFile(files), values.output ?? 'pblocks.xdc');
  if (what === 'report') return exportReport(oneFile(files), values.output, values.force === true);
  throw new WrongUse(`cannot export \`${what}\`; there is \`pblocks\` and \`report\``);
}

async function exportPblocks(path: string, output: string): Promise<number> {
  const { analysis } = await checkFile(path);
  const result = pblocksXdc(analysis);
  if ('error' in result) throw new Refused(`${path}: ${result.error}`);
  await writeWhole(output, result.content);
  return exitStatus.ok;
}

async function exportReport(path: string, folder: string | undefined, force: boolean): Promise<number> {
  if (folder === undefined) throw new WrongUse('name the folder to write, with -o DIR');
  const { analysis, diagnostics } = await checkFile(path);
  const report = buildReport(analysis, diagnostics);
  const files = new Map([
    ['report.json', `${JSON.stringify(report, null, 2)}\n`],
    ['report.html', reportHtml(report, viewSnapshot(analysis, diagnostics))],
  ]);
  await writeFolder(folder, designName(analysis), files, force);
  return exitStatus.ok;
}
