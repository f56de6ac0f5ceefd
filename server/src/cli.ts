/** The `exeunt` command: the same engine as the editor, for a terminal and for CI. */
import { runCheck } from './cli/check';
import { runExplore } from './cli/explore';
import { runExport } from './cli/export';
import { runFormat } from './cli/format';
import { runLsp } from './cli/lsp';
import { WrongUse, exitStatus } from './cli/outcome';
import { runReport } from './cli/report';
import { usage } from './cli/usage';

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  check: runCheck,
  report: runReport,
  format: runFormat,
  explore: runExplore,
  export: runExport,
  lsp: runLsp,
};

/** Part of the agreed command line that this version does not have. */
const later = ['import', 'profile', 'calibrate', 'diff', 'doctor'];

async function main(args: readonly string[]): Promise<number> {
  const [command = '', ...rest] = args;
  if (command === '' || command === 'help' || command === '--help' || command === '-h') {
    process.stdout.write(usage);
    return command === '' ? exitStatus.wrongUse : exitStatus.ok;
  }
  if (command === '--version') {
    process.stdout.write(`${VERSION}\n`);
    return exitStatus.ok;
  }
  if (later.includes(command)) throw new WrongUse(`\`${command}\` is not supported in this version`);
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (run === undefined) throw new WrongUse(`there is no command \`${command}\``);
  return run(rest);
}

main(process.argv.slice(2)).then(
  (status) => {
    if (status !== exitStatus.running) process.exitCode = status;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`exeunt: ${message}\n`);
    if (error instanceof WrongUse) process.stderr.write('Run `exeunt help` for the commands.\n');
    process.exitCode = exitStatus.wrongUse;
  },
);

/** Set by the bundler from package.json. */
declare const VERSION: string;
