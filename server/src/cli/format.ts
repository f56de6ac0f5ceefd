import { readFile } from 'node:fs/promises';
import { format } from '../../../grammar/src/index';
import { readArguments } from './arguments';
import { eachFile, writeWhole } from './files';
import { Refused, WrongUse, exitStatus } from './outcome';

export async function runFormat(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { check: { type: 'boolean' } });
  if (positionals.length === 0) throw new WrongUse('name a design file');
  const unformatted: string[] = [];
  const { allRead } = await eachFile(positionals, async (path) => {
    const text = await readFile(path, 'utf8').catch(() => {
      throw new Refused(`cannot read ${path}`);
    });
    const formatted = format(text);
    if (formatted === text) return;
    unformatted.push(path);
    if (values.check) process.stderr.write(`${path}: is not formatted\n`);
    else await writeWhole(path, formatted);
  });
  if (!allRead) return exitStatus.wrongUse;
  return values.check && unformatted.length > 0 ? exitStatus.errors : exitStatus.ok;
}
