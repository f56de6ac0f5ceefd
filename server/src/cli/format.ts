import { readFile } from 'node:fs/promises';
import { format } from '../../../grammar/src/index';
import { readArguments } from './arguments';
import { writeWhole } from './files';
import { WrongUse, exitStatus } from './outcome';

export async function runFormat(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { check: { type: 'boolean' } });
  if (positionals.length === 0) throw new WrongUse('name a design file');
  let differs = false;
  for (const path of positionals) {
    const text = await readFile(path, 'utf8').catch(() => {
      throw new WrongUse(`cannot read ${path}`);
    });
    const formatted = format(text);
    if (formatted === text) continue;
    differs = true;
    if (values.check) process.stderr.write(`${path}: is not formatted\n`);
    else await writeWhole(path, formatted);
  }
  return values.check && differs ? exitStatus.errors : exitStatus.ok;
}
