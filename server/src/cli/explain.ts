import { otherCodes } from '../diagnostics/other-codes';
import type { Explained } from '../diagnostics/rule';
import { rules } from '../diagnostics/rules/index';
import { meant, readArguments } from './arguments';
import { WrongUse, exitStatus } from './outcome';
import { print } from './print';

/** What a diagnostic's code means: the text of its page in the documentation. */
export function runExplain(args: readonly string[]): number {
  const [code, ...more] = readArguments(args, 'explain').positionals;
  if (code === undefined || more.length > 0) throw new WrongUse('name one code, such as `EX4001`');
  const all: readonly Explained[] = [...rules, ...otherCodes];
  const wanted = code.toUpperCase();
  const found = all.find((each) => each.code === wanted);
  if (found === undefined) {
    const codes = all.map((each) => each.code);
    throw new WrongUse(`there is no code \`${code}\`${meant(wanted, codes)}`);
  }
  print(textOf(found));
  return exitStatus.ok;
}

function textOf({ code, severity, explanation: { title, means, example, way } }: Explained): string {
  const shown = example === undefined ? [] : [`For example:\n\n${indented(example)}`];
  return `${[`${code}: ${title} (${severity})`, plain(means), ...shown, plain(way)].join('\n\n')}\n`;
}

/** Links as their text: a terminal follows none. */
function plain(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '    ');
}
