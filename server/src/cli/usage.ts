/** The help texts, made from the command table. */
import { optionText } from './arguments';
import { type CommandSpec, commandTable, rowsOf } from './command-table';

/** Width of the help, in columns. */
const WIDTH = 80;

export function usage(): string {
  const rows = Object.entries(commandTable).map(
    ([name, { operands, does }]: [string, CommandSpec]) => [`${name} ${operands}`.trim(), does] as const,
  );
  return `exeunt: co-design of early-exit networks and dynamic partial reconfiguration

${columns(rows)}
\`exeunt COMMAND --help\` lists the options of a command.
\`exeunt --version\` prints the version.

Exit status: 0 fine, 1 errors in a design, 2 wrong use or a file that
cannot be read or written, 130 interrupted.
`;
}

/** @param word first word of a command; all commands that begin with it are listed */
export function commandUsage(word: string): string {
  return rowsOf(word)
    .map(
      ([name, spec]) =>
        `${synopsis(name, spec)}\n\n${wrapped(spec.does, WIDTH - 2, '  ')}\n\n${optionRows(spec)}`,
    )
    .join('\n');
}

/** One line of usage: required options, and whether there are others. */
function synopsis(name: string, { operands, options }: CommandSpec): string {
  const all = Object.entries(options);
  const needed = all.filter(([, option]) => option.needed).map(([long, option]) => optionText(long, option));
  const others = all.length > needed.length ? ['[OPTIONS]'] : [];
  return ['exeunt', name, operands, ...needed, ...others].filter((part) => part !== '').join(' ');
}

function optionRows({ options }: CommandSpec): string {
  const rows = Object.entries(options).map(([long, option]) => {
    const { short, value } = option;
    const names = short === undefined ? `--${long}` : `-${short}, --${long}`;
    const more = option.multiple ? `${option.does}; repeatable` : option.does;
    return [value === undefined ? names : `${names} ${value}`, more] as const;
  });
  return columns([...rows, ['-h, --help', 'this text']]);
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const left = Math.min(30, Math.max(...rows.map(([name]) => name.length)));
  const indent = ' '.repeat(left + 4);
  return rows
    .map(([name, does]) => {
      const text = wrapped(does, WIDTH - indent.length, indent);
      return name.length > left ? `  ${name}\n${text}\n` : `  ${name.padEnd(left)}  ${text.trimStart()}\n`;
    })
    .join('');
}

function wrapped(text: string, width: number, indent: string): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => indent + line).join('\n');
}
