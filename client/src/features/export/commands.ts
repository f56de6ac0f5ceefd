/** Commands that export pblocks and the report. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  exportRequest,
  type ExportParams,
  type ExportResult,
} from '../../../../server/src/base/protocol/messages';
import { registerCommand } from '../../infrastructure/commands';
import type { DesignOf } from '../../infrastructure/designs';
import { showSaved } from '../../infrastructure/saved';
import { requireTrust } from '../../infrastructure/trust';
import { ReportPanels } from './report-panels';

/** Both commands accept the design and the target file as arguments, so that tasks and key bindings need no dialogs. */
export function registerExports(
  client: BaseLanguageClient,
  designOf: DesignOf,
  log: vscode.LogOutputChannel,
): { dispose(): unknown }[] {
  const panels = new ReportPanels();
  const make = async (what: ExportParams['what'], given: unknown, target: unknown) => {
    const design = designOf(given);
    if (!design) throw new Error('Open a design (.exeunt) to export from.');
    const content = await contentOf(client, design, what);
    return save(content, design, target, panels);
  };
  return [
    panels,
    registerCommand(log, 'exeunt.exportPblocks', (design, target) => {
      requireTrust('Export Pblocks writes a file');
      return make('pblocks.xdc', design, target);
    }),
    registerCommand(log, 'exeunt.exportReport', async (design, target) => {
      requireTrust('Export Report writes a file');
      const what = target instanceof vscode.Uri ? reportKind(target) : await askReportKind();
      return what && make(what, design, target);
    }),
  ];
}

interface Content {
  readonly text: string;
  readonly name: string;
  readonly isPage: boolean;
}

async function contentOf(
  client: BaseLanguageClient,
  design: vscode.Uri,
  what: ExportParams['what'],
): Promise<Content> {
  // The server knows only open documents, and the view's design may no longer have an editor.
  await vscode.workspace.openTextDocument(design);
  const params: ExportParams = { uri: client.code2ProtocolConverter.asUri(design), what };
  const result = await client.sendRequest<ExportResult>(exportRequest, params);
  if ('error' in result) throw new Error(result.error);
  return { text: result.content, name: result.suggestedName, isPage: what === 'report.html' };
}

async function save(
  { text, name, isPage }: Content,
  design: vscode.Uri,
  given: unknown,
  panels: ReportPanels,
): Promise<void> {
  const target = given instanceof vscode.Uri ? given : await askTarget(design, name);
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  if (given instanceof vscode.Uri) return;
  if (!isPage) {
    await vscode.window.showTextDocument(target);
    return;
  }
  panels.show(design, text);
  showSaved(target);
}

function reportKind(target: vscode.Uri): ExportParams['what'] {
  return target.path.endsWith('.json') ? 'report.json' : 'report.html';
}

async function askReportKind(): Promise<ExportParams['what'] | undefined> {
  const kinds: (vscode.QuickPickItem & { what: ExportParams['what'] })[] = [
    { label: 'HTML page', detail: 'A single page with diagrams and tables', what: 'report.html' },
    { label: 'JSON', detail: 'All figures, for scripts', what: 'report.json' },
  ];
  return (await vscode.window.showQuickPick(kinds, { title: 'Export Report' }))?.what;
}

function askTarget(design: vscode.Uri, name: string): Thenable<vscode.Uri | undefined> {
  const folder =
    design.scheme === 'untitled'
      ? vscode.workspace.workspaceFolders?.[0]?.uri
      : vscode.Uri.joinPath(design, '..');
  return vscode.window.showSaveDialog(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {});
}
