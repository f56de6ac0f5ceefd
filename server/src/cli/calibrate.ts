/** `exeunt calibrate`: reads the reports of tools and boards into the design's calibration file. */
import { basename } from 'node:path';
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
    throw new WrongUse('no reports given: csynth.xml, utilisation, timing or load logs');
  const { analysis } = await checkFile(path, undefined, true);
  const target = fileURLToPath(calibrationUri(uriOfFile(path)));
  const before = await measuredBefore(target);
  const result = calibrate(analysis, await Promise.all(reports.map(readReport)), before);
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

async function readReport(path: string): Promise<ReportFile> {
  const name = basename(path);
  if (/\.(?:bit|bin)$/i.test(name)) return { name, text: '', bytes: await readNamed(path, 'report') };
  return { name, text: await readNamedText(path, 'report') };
}
