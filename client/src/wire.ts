/** Registers all features on a language client that is not started yet; shared by both hosts. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { DesignStatus } from '../../server/src/base/protocol/messages';
import { registerConstraints } from './features/constraints/paste';
import { registerDocumentation } from './features/documentation/pages';
import { registerExplore } from './features/explore/commands';
import { registerExports } from './features/export/commands';
import { serveFiles } from './features/files/serve';
import { registerImports } from './features/import/commands';
import { followTrust } from './features/language-client/trust';
import { registerModelRuns } from './features/model-run/commands';
import { registerNewDesign } from './features/new-design/commands';
import { registerProjectCommands } from './features/project/commands';
import { registerTasks } from './features/project/tasks';
import { registerServerCommands } from './features/server/commands';
import { FitStatus } from './features/status/status';
import { openOnStart, registerViewCommands } from './features/view/commands';
import { ViewPanel, type ViewState } from './features/view/view-panel';
import { Analyses } from './infrastructure/analyses';
import type { CommandLine } from './infrastructure/command-line';
import { designFinder } from './infrastructure/designs';
import type { StartProcess } from './infrastructure/processes';

/** Public API that `activate` returns, for tests and other extensions. */
export interface ExeuntApi {
  client: BaseLanguageClient;
  viewState(): ViewState;
  /** What the buttons of the exploration do. */
  previewCandidate(candidate: string): Promise<void>;
  applyCandidate(candidate: string): Promise<void>;
  /** Last status of an open design. */
  status(design: vscode.Uri): DesignStatus | undefined;
}

export async function wire(
  context: vscode.ExtensionContext,
  createClient: (log: vscode.LogOutputChannel) => BaseLanguageClient,
  /** Undefined if processes cannot be started. */
  commandLine?: CommandLine,
  startProcess?: StartProcess,
): Promise<ExeuntApi> {
  const log = vscode.window.createOutputChannel('Exeunt', { log: true });
  const client = createClient(log);
  const analyses = new Analyses(client);
  const status = new FitStatus(analyses);
  const view = new ViewPanel(client, analyses, context, log);
  const designOf = designFinder(() => view.focusedDesign);
  const tasks = registerTasks(startProcess);
  context.subscriptions.push(
    log,
    analyses,
    status,
    view,
    registerViewCommands(view, log),
    registerNewDesign(log),
    registerImports(client, log),
    followTrust(client, log),
    serveFiles(client),
    ...registerConstraints(client),
    tasks,
    ...registerModelRuns(commandLine, designOf, log),
    registerExplore(client, commandLine, designOf, view, log),
    ...registerExports(client, designOf, log),
    ...registerProjectCommands(commandLine, tasks, status, designOf, log),
    ...registerServerCommands(client, log),
    ...registerDocumentation(context.extensionUri, log),
  );
  await client.start();
  // Pushed last, so that it is stopped first.
  context.subscriptions.push(openOnStart(view), client);
  return {
    client,
    viewState: () => view.state(),
    previewCandidate: (candidate) => view.preview(candidate),
    applyCandidate: (candidate) => view.apply(candidate),
    status: (design) => status.of(design),
  };
}
