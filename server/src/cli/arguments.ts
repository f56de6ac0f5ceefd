import { type ParseArgsConfig, parseArgs } from 'node:util';
import { WrongUse } from './outcome';

/** Options and files of a command; anything else is wrong use. */
export function readArguments<O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
}

export function oneFile(files: readonly string[]): string {
  const [file, ...more] = files;
  if (file === undefined) throw new WrongUse('name a design file');
  if (more.length > 0) throw new WrongUse('name one design file');
  return file;
}
