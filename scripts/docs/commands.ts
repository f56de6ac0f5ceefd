/** Generates the list of commands from the table that the command line itself reads. */
import { optionText } from '../../server/src/cli/arguments';
import { type CommandSpec, commandTable } from '../../server/src/cli/command-table';
import { table } from './table';

export function commands(): string {
  const all: readonly (readonly [string, CommandSpec])[] = Object.entries(commandTable);
  return ['## Commands', ...all.map(chapter)].join('\n\n');
}

function chapter([name, { operands, does, options }]: readonly [string, CommandSpec]): string {
  const rows = Object.entries(options).map(([long, option]) => {
    const { short, value, needed, multiple } = option;
    const names = [...(short === undefined ? [] : [`-${short}`]), `--${long}`].join(', ');
    const notes = [...(needed ? ['needed'] : []), ...(multiple ? ['repeatable'] : [])];
    const written = value === undefined ? names : `${names} ${value}`;
    return [`\`${written}\``, [option.does, ...notes].join('; ')];
  });
  const needed = Object.entries(options)
    .filter(([, option]) => option.needed)
    .map(([long, option]) => optionText(long, option));
  const synopsis = ['exeunt', name, operands, ...needed].filter((part) => part !== '').join(' ');
  return [
    `### ${name}`,
    `\`${synopsis}\`: ${does}.`,
    ...(rows.length > 0 ? [table(['option', 'does'], rows)] : []),
  ].join('\n\n');
}
