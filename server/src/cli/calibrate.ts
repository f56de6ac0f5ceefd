import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseCalibration } from '../analysis/calibration';
import { type ReportFile, calibrate } from '../import/reports/calibrate';
import { calibrationUri } from '../workspace/documents';
import { readArguments } from './arguments';
import { checkFile } from './files';
import { Refused, WrongUse, exitStatus } from './outcome';
import { writeWhole } from './write-file';
import { print, printJson } from './print';

/** Measured figures beside the estimates, kept in a file beside the design and used from then on. */
export async function runCalibrate(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'calibrate');
  const [path, ...reports] = positionals;
  if (path === undefined) throw new WrongUse('name a design file');
  if (reports.length === 0)
    throw new WrongUse('name the reports: csynth.xml, utilisation, timing, load logs');
  const { analysis } = await checkFile(path, undefined, true);
  const target = fileURLToPath(calibrationUri(pathToFileURL(resolve(path)).href));
  const before = await readFile(target, 'utf8').catch(() => undefined);
  const result = calibrate(
    analysis,
    await Promise.all(reports.map(readText)),
    before === undefined ? undefined : parseCalibration(before),
  );
  if ('error' in result) throw new Refused(result.error);
  await writeWhole(target, `${JSON.stringify(result.calibration, null, 2)}\n`);
  if (values.json) printJson(result.calibration);
  else print(`${result.lines.join('\n')}\n`);
  return exitStatus.ok;
}

async function readText(path: string): Promise<ReportFile> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refused(`cannot read ${path}`);
  });
  return { name: basename(path), text };
}
