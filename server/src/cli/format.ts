/** `exeunt format`: formats design files in place, or checks that they are formatted. */
import { format } from '../../../grammar/src/index';
import { readArguments } from './arguments';
import { eachFile } from './files';
import { WrongUse, exitStatus } from './outcome';
import { readEditable, writeEdited } from './write-file';
import { say } from './print';

export async function runFormat(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'format');
  if (positionals.length === 0) throw new WrongUse('no design file given');
  const unformatted: string[] = [];
  const unread = await eachFile(positionals, async (path) => {
    const { text, mark } = await readEditable(path);
    const formatted = format(text);
    if (formatted === text) return;
    unformatted.push(path);
    if (values.check) say(`${path}: not formatted`);
    else await writeEdited(path, formatted, mark);
  });
  if (unread.length > 0) return exitStatus.wrongUse;
  return values.check && unformatted.length > 0 ? exitStatus.errors : exitStatus.ok;
}
