/** Commands that run a design's model over labelled data, through the bundled command line. */
import * as vscode from 'vscode';
import { formatAccuracy } from '../../../../server/src/base/format';
import { type CommandLine, needed } from '../../infrastructure/command-line';
import { registerCommand } from '../../infrastructure/commands';
import { type DesignOf, savedDesign } from '../../infrastructure/designs';
import { requireTrust } from '../../infrastructure/trust';
import { askData, askPreparation } from './ask';
import { type Progress, runWithProgress } from '../../infrastructure/progress';
import { withRuntime } from './run';
import { bindModel, useTrace } from './use';

/** The part of `exeunt profile --json` that is shown. */
interface Profiled {
  readonly trace: string;
  readonly samples: number;
  readonly exits: readonly { readonly name: string; readonly accuracy: number }[];
}

/** Output of `exeunt quantise --json`. */
interface Quantised {
  readonly model: string;
  readonly test: { readonly samples: number };
  readonly exits: readonly { readonly name: string; readonly fp32: number; readonly int8: number }[];
}

/** Both accept the design, the data and more options as arguments, so that tasks and key bindings need no dialogs. */
export function registerModelRuns(
  commandLine: CommandLine | undefined,
  designOf: DesignOf,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const runOver = async (command: string, progress: Progress, given: readonly unknown[]) => {
    const line = needed(commandLine);
    // The runtime may be found beside the design, and its code is then loaded.
    requireTrust(`${progress.title} runs a model`);
    const design = await savedDesign(designOf(given[0]));
    const data = given[1] instanceof vscode.Uri ? given[1] : await askData(progress.title);
    if (!data) return undefined;
    const options = Array.isArray(given[2])
      ? given[2].map(String)
      : await askPreparation(data, progress.title);
    if (!options) return undefined;
    const args = [command, design.fsPath, '--data', data.fsPath, '--json', '--progress', ...options];
    const output = await withRuntime((more) =>
      runWithProgress(line, design, [...args, ...more], progress, log),
    );
    return output === undefined ? undefined : { design, output };
  };
  return [
    registerCommand(log, 'exeunt.profileExits', async (...given) => {
      const progress = { title: 'Profile Exits', phases: 1 };
      const done = await runOver('profile', progress, given);
      if (done === undefined) return undefined;
      const summary = JSON.parse(done.output) as Profiled;
      const figures = summary.exits.map((e) => `${e.name} ${formatAccuracy(e.accuracy)}`).join(', ');
      const text = `${summary.samples} samples. Correct: ${figures}. Written: ${nameOf(summary.trace)}`;
      offer(text, log, () => useTrace(done.design, summary.trace));
      return summary;
    }),
    registerCommand(log, 'exeunt.quantiseModel', async (...given) => {
      // Phases: choices of scales, the float model's answers, the integer model's.
      const progress = { title: 'Quantise Model', phases: 3 };
      const done = await runOver('quantise', progress, given);
      if (done === undefined) return undefined;
      const summary = JSON.parse(done.output) as Quantised;
      const figures = summary.exits
        .map((e) => `${e.name} ${formatAccuracy(e.fp32)} → ${formatAccuracy(e.int8)}`)
        .join(', ');
      const text = `Correct of ${summary.test.samples} samples, float → integers: ${figures}. Written: ${nameOf(summary.model)}`;
      offer(text, log, () => bindModel(done.design, summary.model));
      return summary;
    }),
  ];
}

function offer(text: string, log: vscode.LogOutputChannel, use: () => Promise<void>): void {
  const action = 'Use in the Design';
  void vscode.window.showInformationMessage(text, action).then((answer) => {
    if (answer !== action) return;
    use().catch((error: unknown) => {
      log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    });
  });
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
