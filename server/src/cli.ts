/** The `exeunt` command: the same engine as the editor, for a terminal and for CI. */
import { version } from '../../package.json';
import { runCheck } from './cli/check';
import { runDiff } from './cli/diff';
import { runExplore } from './cli/explore';
import { runExport } from './cli/export';
import { runFormat } from './cli/format';
import { WrongUse, exitStatus } from './cli/outcome';
import { runReport } from './cli/report';
import { usage } from './cli/usage';

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  check: runCheck,
  report: runReport,
  format: runFormat,
  diff: runDiff,
  explore: runExplore,
  export: runExport,
  calibrate: async (args) => (await import('./cli/calibrate')).runCalibrate(args),
  doctor: async (args) => (await import('./cli/doctor')).runDoctor(args),
  import: async (args) => (await import('./cli/import')).runImport(args),
  profile: async (args) => (await import('./cli/profile')).runProfile(args),
  quantise: async (args) => (await import('./cli/quantise')).runQuantise(args),
  // Half of the start of any other command would go into loading it.
  lsp: async (args) => (await import('./cli/lsp')).runLsp(args),
};

async function main(args: readonly string[]): Promise<number> {
  const [command = '', ...rest] = args;
  if (command === '' || command === 'help' || command === '--help' || command === '-h') {
    process.stdout.write(usage);
    return command === '' ? exitStatus.wrongUse : exitStatus.ok;
  }
  if (command === '--version') {
    process.stdout.write(`${version}\n`);
    return exitStatus.ok;
  }
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (run === undefined) throw new WrongUse(`there is no command \`${command}\``);
  return run(rest);
}

// Whoever reads has had enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

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
