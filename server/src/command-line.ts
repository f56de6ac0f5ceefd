/** The `exeunt` command: the same engine as the editor, for a terminal and for CI. */
import { version } from '../../package.json';
import { Cancelled } from './base/checkpoint';
import { meant } from './cli/arguments';
import { runCheck } from './cli/check';
import { commandWords } from './cli/command-table';
import { runDiff } from './cli/diff';
import { runExplain } from './cli/explain';
import { runExplore } from './cli/explore';
import { runExport } from './cli/export';
import { failureText } from './cli/failure';
import { runFormat } from './cli/format';
import { WrongUse, exitStatus } from './cli/outcome';
import { print, say, watchOutputs } from './cli/print';
import { runReport } from './cli/report';
import { commandUsage, usage } from './cli/usage';

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  check: runCheck,
  report: runReport,
  format: runFormat,
  diff: runDiff,
  explain: (args) => Promise.resolve(runExplain(args)),
  explore: runExplore,
  export: runExport,
  compare: async (args) => (await import('./cli/compare')).runCompare(args),
  calibrate: async (args) => (await import('./cli/calibrate')).runCalibrate(args),
  doctor: async (args) => (await import('./cli/doctor')).runDoctor(args),
  import: async (args) => (await import('./cli/import')).runImport(args),
  profile: async (args) => (await import('./cli/profile')).runProfile(args),
  quantise: async (args) => (await import('./cli/quantise')).runQuantise(args),
  // Imported lazily: the language server would double every other command's start-up.
  lsp: async (args) => (await import('./cli/lsp')).runLsp(args),
};

async function main([command = '', ...rest]: readonly string[]): Promise<number> {
  if (command === '--version') {
    print(`${version}\n`);
    return exitStatus.ok;
  }
  const isHelp = ['help', '--help', '-h'].includes(command);
  if (command === '' || (isHelp && rest.length === 0)) {
    print(usage());
    return isHelp ? exitStatus.ok : exitStatus.wrongUse;
  }
  const word = isHelp ? (rest[0] ?? '') : command;
  const run = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (run === undefined) throw new WrongUse(noCommand(word));
  if (!isHelp && !asksForHelp(rest)) return run(rest);
  print(commandUsage(word));
  return exitStatus.ok;
}

/** After `--` every argument is a file. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).some((arg) => arg === '--help' || arg === '-h');
}

function noCommand(word: string): string {
  const check = word.endsWith('.exeunt') ? `: \`exeunt check ${word}\` checks that file` : '';
  return `unknown command \`${word}\`${check || meant(word, commandWords)}`;
}

function fail(error: unknown, command: string | undefined): void {
  say(`exeunt: ${failureText(error)}`);
  if (error instanceof WrongUse) {
    const of = command !== undefined && Object.hasOwn(commands, command) ? ` ${command}` : '';
    say(of === '' ? 'Run `exeunt help` for the commands.' : `Run \`exeunt${of} --help\` for its options.`);
  }
  process.exitCode = error instanceof Cancelled ? exitStatus.interrupted : exitStatus.wrongUse;
}

watchOutputs();
// An error outside of any awaited promise ends the command too.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    fail(error, process.argv[2]);
    process.exit();
  });
}

main(process.argv.slice(2)).then(
  (status) => {
    // A failed write to standard error has set its own exit code.
    if (status !== exitStatus.running) process.exitCode = Math.max(status, Number(process.exitCode ?? 0));
  },
  (error: unknown) => {
    fail(error, process.argv[2]);
  },
);
