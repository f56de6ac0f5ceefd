/** `exeunt export`: writes constraints, projects and reports. */
import { portRefusal } from '../analysis/refusals/build-refusals';
import { buildReport, designName } from '../analysis/presentation/report';
import { viewSnapshot } from '../analysis/presentation/view';
import { nothingToBuild, nothingToReport } from '../export/nothing';
import { type ProjectPart, exportProject, preventsBuilding } from '../export/project';
import { reportHtml } from '../export/report/html';
import { profileRows } from '../export/runtime/profile-rows';
import { pblocksXdc } from '../export/vivado/pblocks-xdc';
import { oneFile, readArguments, secondWord } from './arguments';
import { printDiagnostics } from './check';
import { writeFolder } from './export-folder';
import { checkWhole } from './files';
import { located, numbersOf } from './numbers';
import { Refused, WrongUse, exitStatus } from './outcome';
import { imageCount, LABELS_HEAD, testImages } from './test-images';
import { writeWhole } from './write-file';
import { say } from './print';

const projects = {
  'export hls': ['hls'],
  'export vivado': ['vivado'],
  'export runtime': ['runtime'],
  'export all': ['hls', 'vivado', 'runtime'],
  'export kria': ['hls', 'vivado', 'runtime', 'kria'],
} as const satisfies Readonly<Record<string, readonly ProjectPart[]>>;

export async function runExport(args: readonly string[]): Promise<number> {
  const { name, rest } = secondWord('export', args);
  switch (name) {
    case 'export pblocks': {
      const { values, positionals } = readArguments(rest, name);
      return exportPblocks(oneFile(positionals), values.output ?? 'pblocks.xdc');
    }
    case 'export report': {
      const { values, positionals } = readArguments(rest, name);
      return exportReport(oneFile(positionals), values.output, values.force === true);
    }
    case 'export hls':
    case 'export all':
    case 'export kria': {
      const { values, positionals } = readArguments(rest, name);
      return exportParts(name, oneFile(positionals), values.output, {
        force: values.force === true,
        random: values['random-weights'] === true,
        images: values.images,
        labels: values.labels,
      });
    }
    case 'export vivado':
    case 'export runtime': {
      const { values, positionals } = readArguments(rest, name);
      return exportParts(name, oneFile(positionals), values.output, {
        force: values.force === true,
        random: false,
      });
    }
  }
}

interface ExportOptions {
  readonly force: boolean;
  readonly random: boolean;
  /** Images for the software twin. */
  readonly images?: string | undefined;
  readonly labels?: string | undefined;
}

async function exportParts(
  name: keyof typeof projects,
  path: string,
  folder: string | undefined,
  { force, random, images, labels }: ExportOptions,
): Promise<number> {
  if (folder === undefined) throw new WrongUse('name the output folder with -o DIR');
  const parts: readonly ProjectPart[] = projects[name];
  const checked = await checkWhole(path);
  const { analysis, diagnostics } = checked;
  const fatal = diagnostics.filter((d) => preventsBuilding(d, parts));
  if (fatal.length > 0) {
    printDiagnostics({ ...checked, diagnostics: fatal });
    const kernels = fatal.some((d) => preventsBuilding(d, ['hls']))
      ? ''
      : '; `export hls` still makes its kernels and twin';
    throw new Refused(`${path}: a design with errors is not exported${kernels}`);
  }
  const nothing = nothingToBuild(analysis);
  if (nothing !== undefined) throw new Refused(`${path}: ${nothing}`);
  const port = parts.some((part) => part !== 'hls') ? portRefusal(analysis) : undefined;
  if (port !== undefined) throw new Refused(located(analysis, port, 'EX8017'));
  const standing = diagnostics.filter((d) => preventsBuilding(d, ['vivado']));
  printDiagnostics({ ...checked, diagnostics: standing });
  const report = `${JSON.stringify(buildReport(analysis, diagnostics, { without: ['thresholds', 'comparison'] }), null, 2)}\n`;
  const numbers = parts.includes('hls') ? await numbersOf(analysis, random) : undefined;
  const project = exportProject(
    analysis,
    report,
    parts,
    numbers,
    standing.map((d) => `${d.code}, ${d.message}`),
  );
  if ('problems' in project) {
    throw new Refused(project.problems.map((problem) => located(analysis, problem)).join('\n'));
  }
  if ('error' in project) throw new Refused(`${path}: ${project.error}`);
  const files = new Map<string, string | Uint8Array>(project.files);
  const tests = parts.includes('hls') ? await testImages(analysis, { images, labels }) : undefined;
  if (tests) files.set('runtime/sim/images.idx', tests.images);
  if (tests?.labels) files.set('runtime/sim/labels.idx', tests.labels);
  const rows = tests && profileRows(analysis, imageCount(tests), tests.labels?.subarray(LABELS_HEAD));
  if (rows !== undefined) files.set('runtime/sim/profile.csv', rows);
  const { kept } = await writeFolder(folder, designName(analysis), files, force);
  reportKept(folder, kept);
  if (standing.length > 0) {
    const said =
      'kernels are still exported, for simulation and synthesis; `export vivado` refuses the design';
    say(`exeunt: ${said}`);
  }
  for (const note of project.notes) say(`exeunt: ${note}`);
  say(`exeunt: ${project.files.size} files in ${folder}; read its README.md`);
  return exitStatus.ok;
}

async function exportPblocks(path: string, output: string): Promise<number> {
  const { analysis } = await checkWhole(path);
  const result = pblocksXdc(analysis);
  if ('error' in result) throw new Refused(`${path}: ${result.error}`);
  await writeWhole(output, result.content);
  return exitStatus.ok;
}

async function exportReport(path: string, folder: string | undefined, force: boolean): Promise<number> {
  if (folder === undefined) throw new WrongUse('name the output folder with -o DIR');
  const { analysis, diagnostics } = await checkWhole(path);
  const nothing = nothingToReport(analysis);
  if (nothing !== undefined) throw new Refused(`${path}: ${nothing}`);
  const report = buildReport(analysis, diagnostics);
  const files = new Map([
    ['report.json', `${JSON.stringify(report, null, 2)}\n`],
    ['report.html', reportHtml(report, viewSnapshot(analysis, diagnostics))],
  ]);
  const { kept } = await writeFolder(folder, designName(analysis), files, force);
  reportKept(folder, kept);
  return exitStatus.ok;
}

/** Lists files of an earlier export that were not removed. */
function reportKept(folder: string, kept: readonly string[]): void {
  for (const name of kept)
    say(`exeunt: ${folder}: ${name} is listed by an earlier export but differs from what it wrote: kept`);
}
