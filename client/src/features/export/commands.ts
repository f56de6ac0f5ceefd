import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  exportRequest,
  type ExportParams,
  type ExportResult,
} from '../../../../server/src/protocol/messages';
import { registerCommand } from '../../infrastructure/commands';
import { designUri } from '../../infrastructure/designs';

/** Both commands take the design and the file to write as arguments, for tasks and key bindings that do not ask. */
export function registerExports(
  client: BaseLanguageClient,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  return [
    registerCommand(log, 'exeunt.exportPblocks', (design, target) =>
      exportFile(client, 'pblocks.xdc', design, target),
    ),
    registerCommand(log, 'exeunt.exportReport', async (design, target) => {
      const what = target instanceof vscode.Uri ? reportKind(target) : await askReportKind();
      if (what) await exportFile(client, what, design, target);
    }),
  ];
}

function reportKind(target: vscode.Uri): ExportParams['what'] {
  return target.path.endsWith('.json') ? 'report.json' : 'report.html';
}

async function askReportKind(): Promise<ExportParams['what'] | undefined> {
  const kinds: (vscode.QuickPickItem & { what: ExportParams['what'] })[] = [
    { label: 'HTML page', detail: 'One file to read, with pictures and tables', what: 'report.html' },
    { label: 'JSON', detail: 'Every figure, for scripts', what: 'report.json' },
  ];
  return (await vscode.window.showQuickPick(kinds, { title: 'Export Report' }))?.what;
}

async function exportFile(
  client: BaseLanguageClient,
  what: ExportParams['what'],
  givenDesign: unknown,
  givenTarget: unknown,
): Promise<void> {
  const design = designUri(givenDesign);
  if (!design) throw new Error('Open a design (.exeunt) to export from.');
  const params: ExportParams = { uri: client.code2ProtocolConverter.asUri(design), what };
  const result = await client.sendRequest<ExportResult>(exportRequest, params);
  if ('error' in result) throw new Error(result.error);

  const target =
    givenTarget instanceof vscode.Uri ? givenTarget : await askTarget(design, result.suggestedName);
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(result.content));
  if (!givenTarget) await vscode.window.showTextDocument(target);
}

function askTarget(design: vscode.Uri, name: string): Thenable<vscode.Uri | undefined> {
  const folder =
    design.scheme === 'untitled'
      ? vscode.workspace.workspaceFolders?.[0]?.uri
      : vscode.Uri.joinPath(design, '..');
  return vscode.window.showSaveDialog(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {});
}
