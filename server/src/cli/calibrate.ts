/** `exeunt calibrate`: reads the reports of tools and boards into the design's calibration file. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Calibration } from '../analysis/figures/measured';
import { readCalibration } from '../analysis/figures/read-calibration';
import { decodeText } from '../base/decode-text';
import { type ReportFile, calibrate } from '../reports/calibrate';
import { readRegular } from '../node/file-system';
import { calibrationUri } from '../workspace/documents';
import { isRefused } from '../workspace/file-system';
import { mostBytes } from '../workspace/refusal';
import { readArguments } from './arguments';
import { checkFile } from './files';
import { Refused, WrongUse, exitStatus } from './outcome';
import { writeWhole } from './write-file';
import { print, printJson } from './print';
import { readNamed, readNamedText, uriOfFile } from './read-file';

/** Stores measured figures in a file beside the design; they are shown beside the estimates and used from then on. */
export async function runCalibrate(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'calibrate');
  const [path, ...reports] = positionals;
  if (path === undefined) throw new WrongUse('no design file given');
  if (reports.length === 0)
    throw new WrongUse(
      'no reports given: a folder, or csynth.xml, utilisation, timing, load logs, .bit, .bin',
    );
  const { analysis } = await checkFile(path, undefined, true);
  const target = fileURLToPath(calibrationUri(uriOfFile(path)));
  const before = await measuredBefore(target);
  const result = calibrate(analysis, await Promise.all((await filesIn(reports)).map(readReport)), before);
  if ('error' in result) throw new Refused(result.error);
  await writeWhole(target, `${JSON.stringify(result.calibration, null, 2)}\n`);
  if (values.json) printJson(result.calibration);
  else print(`${result.lines.join('\n')}\n`);
  return exitStatus.ok;
}

/** Figures of earlier reports. A file that cannot be read is never overwritten: its figures would be lost. */
async function measuredBefore(target: string): Promise<Calibration | undefined> {
  const bytes = await readRegular(target, mostBytes.calibration);
  if (isRefused(bytes) && bytes.kind === 'absent') return undefined;
  const { calibration, fault } = readCalibration(isRefused(bytes) ? bytes : decodeText(bytes));
  if (fault !== undefined) throw new Refused(`${target}: ${fault}`);
  return calibration;
}

interface Found {
  readonly path: string;
  /** Without the folder that was named. */
  readonly name: string;
  /** In a folder; a file that is named itself must be readable. */
  readonly inFolder: boolean;
}

/** What reports and bitstreams are called; of anything else in a folder nothing is read. */
const reportName = /\.(?:rpt|xml|log|txt|bit|bin)$/i;

/** The files that are named, and those in folders that are, in order. */
async function filesIn(paths: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      found.push({ path, name: basename(path), inFolder: false });
      continue;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const inside = entries
      .filter((entry) => entry.isFile() && reportName.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (inside.length === 0)
      throw new Refused(`${path} holds no report (.rpt, .xml), log (.log, .txt) or bitstream (.bit, .bin)`);
    for (const file of inside)
      found.push({ path: file, name: relative(path, file).split('\\').join('/'), inFolder: true });
  }
  return found;
}

async function readReport({ path, name, inFolder }: Found): Promise<ReportFile> {
  try {
    if (/\.(?:bit|bin)$/i.test(name)) return { name, text: '', bytes: await readNamed(path, 'report') };
    return { name, text: await readNamedText(path, 'report') };
  } catch (error) {
    if (!inFolder || !(error instanceof Refused)) throw error;
    return { name, text: '', fault: error.message };
  }
}
