/** `exeunt import FILE.xdc`: writes a design with the regions of a constraint file. */
import { basename } from 'node:path';
import { toDiagnosticRows } from '../analysis/presentation/report';
import { plural } from '../base/format';
import { lookupBoard, lookupPart, readXdc, regionText, regionsOf } from '../device/index';
import { deviceLine } from '../model/device-line';
import { OnnxError } from '../onnx/index';
import { checkFile } from './files';
import { Refused, exitStatus } from './outcome';
import { print, printContent, say } from './print';
import { readNamedText } from './read-file';
import { writeWhole } from './write-file';

export interface XdcImport {
  readonly path: string;
  readonly board: string | undefined;
  readonly part: string | undefined;
  readonly output: string | undefined;
}

/** What a constraint file that this program exported says of its part. */
const exported = /^# Pblocks for ([\w-]+), made by Exeunt/m;

export async function importXdc({ path, board, part, output }: XdcImport): Promise<number> {
  const text = await readNamedText(path, 'report');
  const named = part ?? (board === undefined ? exported.exec(text)?.[1] : undefined);
  if (board === undefined && named === undefined)
    throw new Refused(`${path}: a constraint file names no part; say it with --board or --part`);
  const { regions, notes } = regionsOf(readXdc(text), familyOf(board, named));
  if (regions.length === 0)
    throw new Refused([`${path} has no pblock that a region can be made of`, ...notes].join('\n  '));
  const design = [
    `// Regions of ${basename(path)}.`,
    `device { ${lineOf(board, named)} }`,
    '',
    regions.map(regionText).join('\n'),
  ].join('\n');
  for (const note of notes) say(`exeunt: note: ${note}`);
  if (output === undefined) printContent(design);
  else {
    await writeWhole(output, design);
    const { analysis, diagnostics } = await checkFile(output);
    for (const { severity, code, message, range } of toDiagnosticRows(analysis, diagnostics)) {
      if (severity !== 'error' && severity !== 'warning') continue;
      const { line, character } = range.start;
      say(`${output}:${line + 1}:${character + 1}: ${severity} ${code}: ${message}`);
    }
    print(`${output}: ${plural(regions.length, 'region')}\n`);
  }
  return exitStatus.ok;
}

function lineOf(board: string | undefined, part: string | undefined): string {
  try {
    return deviceLine({ ...(board !== undefined && { board }), ...(part !== undefined && { part }) });
  } catch (error) {
    if (error instanceof OnnxError) throw new Refused(error.message);
    throw error;
  }
}

function familyOf(board: string | undefined, part: string | undefined) {
  const found = board === undefined ? undefined : lookupBoard(board);
  const lookup = lookupPart(part ?? (found && 'ok' in found ? found.ok.part : ''));
  return 'ok' in lookup ? lookup.ok.family : undefined;
}
