/** `exeunt import`: writes a design from an ONNX model, or from a constraint file. */
import { stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { toDiagnosticRows } from '../analysis/presentation/report';
import { plural } from '../base/format';
import { deviceLine } from '../model/device-line';
import { type Imported, importModel } from '../model/import-model';
import { OnnxError } from '../onnx/index';
import { openModel } from '../model/open-model';
import { nodeFileSystem } from '../node/file-system';
import { fittingBoards } from '../plans/fitting-boards';
import { deviceTooSmall } from '../diagnostics/rules/device-too-small';
import { readArguments } from './arguments';
import { checkFile } from './files';
import { importXdc } from './import-xdc';
import { Refused, WrongUse, exitStatus } from './outcome';
import { writeWhole } from './write-file';
import { print, printContent, say } from './print';
import { uriOfFile } from './read-file';

export async function runImport(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'import');
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0)
    throw new WrongUse('expected one ONNX model, or one constraint file (.xdc)');
  if (values.board !== undefined && values.part !== undefined)
    throw new WrongUse('name a board or a part, not both');
  const { output } = values;
  if (output !== undefined && values.force !== true && (await stat(output).catch(() => undefined))) {
    throw new Refused(`${output} already exists; use another name or --force`);
  }
  if (/\.xdc$/i.test(path)) {
    if (values.shape ?? values.dim ?? values.batch)
      throw new WrongUse('--shape, --dim and --batch are about models; a constraint file has none of them');
    return importXdc({ path, board: values.board, part: values.part, output });
  }
  const sizes = new Map((values.dim ?? []).map(readSize));
  const shapes = new Map((values.shape ?? []).map(readShape));
  const folder = output === undefined ? process.cwd() : dirname(resolve(output));
  const name = relative(folder, resolve(path)).split('\\').join('/');
  const { board, part } = values;
  if (values.batch !== undefined && values.batch !== '1')
    throw new WrongUse(`--batch takes 1 alone (one input at a time), not ${values.batch}`);
  const batch = values.batch === undefined ? {} : { batch: 1 };
  const [imported, on] = await told(path, async () => {
    const device = deviceLine({ ...(board !== undefined && { board }), ...(part !== undefined && { part }) });
    const model = await openModel(uriOfFile(path), nodeFileSystem);
    const placed = (line: string) =>
      importModel(model, { model: name, device: line, sizes, shapes, ...batch });
    return [placed(device), placed] as const;
  });
  for (const note of imported.notes) say(`exeunt: note: ${note}`);
  if (output === undefined) printContent(imported.text);
  else await write(output, imported, board === undefined && part === undefined ? on : undefined);
  return exitStatus.ok;
}

/** Prefixes the errors of a model with its path. */
async function told<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OnnxError) throw new Refused(`${path}: ${error.message}`);
    throw error;
  }
}

type Checked = Awaited<ReturnType<typeof checkFile>>;

/**
 * Writes the design, and reports each line that no template computes, and every error.
 *
 * @param on the same model on another device; undefined where the user named one
 */
async function write(
  output: string,
  { text, layers, exits }: Imported,
  on: ((device: string) => Imported) | undefined,
): Promise<void> {
  await writeWhole(output, text);
  const first = await checkFile(output);
  const { analysis, diagnostics } = on && isTooLarge(first) ? await onLarger(output, text, first, on) : first;
  const shown = toDiagnosticRows(analysis, diagnostics).filter(
    ({ severity, code }) => severity === 'error' || code.startsWith('EX8'),
  );
  // Equal messages are one line: a network has an operator of a kind in each of its blocks.
  const groups = new Map<string, typeof shown>();
  for (const row of shown) {
    const key = `${row.severity} ${row.code}: ${row.message}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const [text, [first, ...more]] of groups) {
    if (first === undefined) continue;
    const { line, character } = first.range.start;
    const count = more.length > 0 ? ` (and at ${plural(more.length, 'more line')})` : '';
    say(`${output}:${line + 1}:${character + 1}: ${text}${count}`);
  }
  const early = exits === 0 ? 'no early exits' : exits === 1 ? '1 early exit' : `${exits} early exits`;
  print(`${output}: ${layers} layers, ${early}\n`);
}

/** Boards that are tried: the first that is large enough mostly does. */
const MOST_BOARDS = 3;

function isTooLarge({ diagnostics }: Checked): boolean {
  return diagnostics.some(({ code, severity }) => code === deviceTooSmall.code && severity === 'error');
}

/** The design on the smallest board that holds it, or as it was, with what would help. */
async function onLarger(
  output: string,
  text: string,
  first: Checked,
  on: (device: string) => Imported,
): Promise<Checked> {
  const usual = first.analysis.target.board?.name ?? 'the usual board';
  for (const board of fittingBoards(first.analysis).slice(0, MOST_BOARDS)) {
    await writeWhole(output, on(deviceLine({ board })).text);
    const checked = await checkFile(output);
    if (isTooLarge(checked)) continue;
    say(
      `exeunt: note: ${usual} does not hold the network; it is on ${board}, the smallest board that does: --board names another`,
    );
    return checked;
  }
  await writeWhole(output, text);
  say(
    `exeunt: note: no board that is known holds the whole network at once: place its stages in regions, or stream weights (\`weights-in ddr\`)`,
  );
  return first;
}

/** `batch=1` */
function readSize(text: string): [string, number] {
  const [, name = '', size = ''] = /^(.+)=(\d+)$/.exec(text) ?? [];
  if (name === '' || Number(size) < 1)
    throw new WrongUse(`--dim takes NAME=N, such as height=224, not ${text}`);
  return [name, Number(size)];
}

/** `1x3x32x32`, or `NAME=1x3x32x32` for a model with several inputs. */
function readShape(text: string): [string, number[]] {
  const [, name = '', shape = ''] = /^(?:(.+)=)?(\d+(?:x\d+)*)$/.exec(text) ?? [];
  const dims = shape.split('x').map(Number);
  if (shape === '' || dims.some((d) => d < 1)) {
    throw new WrongUse(`--shape takes [NAME=]1x3x32x32, batch first, not ${text}`);
  }
  return [name, dims];
}
