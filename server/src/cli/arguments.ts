/** Parses command lines by the table of commands, and words what is wrong with one. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestNames } from '../device/index';
import { type CommandName, type CommandSpec, type OptionSpec, commandTable, rowsOf } from './command-table';
import { WrongUse } from './outcome';

/** @throws WrongUse for an unknown option, with the nearest known one, or a missing value */
export function readArguments<N extends CommandName>(args: readonly string[], name: N) {
  const options: (typeof commandTable)[N]['options'] = commandTable[name].options;
  try {
    return parsed(args, options);
  } catch (error) {
    throw new WrongUse(faultOf(name, commandTable[name], error));
  }
}

function parsed<O extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: O) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}

/**
 * The subcommand of `export` or `explore`, wherever it appears, and the arguments without it.
 *
 * @throws WrongUse if it is missing or unknown
 */
export function secondWord<W extends 'export' | 'explore'>(
  word: W,
  args: readonly string[],
): { readonly name: Extract<CommandName, `${W} ${string}`>; readonly rest: readonly string[] } {
  const rows = rowsOf(word);
  const options = Object.assign({}, ...rows.map(([, row]) => row.options)) as CommandSpec['options'];
  const { tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const there = rows.map(([name]) => name.slice(word.length + 1));
  const second = tokens.find((token) => token.kind === 'positional');
  if (second === undefined) throw new WrongUse(`say what to ${word}: ${listed(there)}`);
  const name = `${word} ${second.value}` as const;
  if (!isCommand(name)) {
    const near = meant(second.value, there);
    throw new WrongUse(
      `cannot ${word} \`${second.value}\`${near === '' ? '; choose from' : `${near} Choose from`} ${listed(there)}`,
    );
  }
  return { name, rest: args.filter((_, i) => i !== second.index) };
}

/** @param two advice for a caller that gave two files */
export function oneFile(files: readonly string[], two = ''): string {
  const [file, ...more] = files;
  if (file === undefined) throw new WrongUse('no design file given');
  if (more.length > 0) throw new WrongUse(`expected one design file, got ${files.length}${two}`);
  return file;
}

/** `--accuracy`: `98%` or `0.98`. @throws WrongUse */
export function accuracyOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text !== '' && value >= 0 && value <= 1) return value;
  throw new WrongUse(`--accuracy \`${text}\` is not a share such as 98% or 0.98`);
}

/** `; did you mean `check`?`, or '' if no name is near. */
export function meant(word: string, there: readonly string[]): string {
  const [near] = nearestNames(word, there, 1);
  return near === undefined ? '' : `; did you mean \`${near}\`?`;
}

function isCommand<N extends string>(name: N): name is Extract<CommandName, N> {
  return Object.hasOwn(commandTable, name);
}

function faultOf(name: string, { options }: CommandSpec, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const written = /'(-[^']*)'/.exec(text)?.[1] ?? '';
    const there = Object.keys(options).map((option) => `--${option}`);
    return `\`${name}\` has no option ${written}${meant(written, there)}`;
  }
  const [, long = ''] = /--([\w-]+)/.exec(text) ?? [];
  const option = Object.hasOwn(options, long) ? options[long] : undefined;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' || option === undefined) return text;
  return option.type === 'string'
    ? `--${long} needs a value: ${optionText(long, option)}`
    : `--${long} takes no value`;
}

/** `-o DIR` or `--split PART`. */
export function optionText(name: string, { short, value }: OptionSpec): string {
  return `${short === undefined ? `--${name}` : `-${short}`}${value === undefined ? '' : ` ${value}`}`;
}

function listed(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
