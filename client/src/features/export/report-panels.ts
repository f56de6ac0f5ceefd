/** Shows exported reports in editor tabs. */
import * as vscode from 'vscode';
import { reportPage } from './report-page';

/** One report tab per design; a later export reuses the tab. */
export class ReportPanels implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  show(design: vscode.Uri, html: string): void {
    const key = design.toString();
    const panel = this.panels.get(key) ?? this.create(key, design);
    panel.webview.html = reportPage(html, (line, column) => {
      const at = { line: line - 1, character: column - 1 };
      const options = { viewColumn: vscode.ViewColumn.Beside, selection: { start: at, end: at } };
      return `command:vscode.open?${encodeURIComponent(JSON.stringify([key, options]))}`;
    });
    panel.reveal(undefined, true);
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
  }

  private create(key: string, design: vscode.Uri): vscode.WebviewPanel {
    const name = design.path.split('/').at(-1) ?? '';
    const panel = vscode.window.createWebviewPanel(
      'exeunt.report',
      `Report: ${name}`,
      { viewColumn: vscode.ViewColumn.Active },
      // No scripts and no files: the only action is a link that opens a line of the design.
      {
        enableScripts: false,
        enableCommandUris: ['vscode.open'],
        localResourceRoots: [],
        enableFindWidget: true,
      },
    );
    panel.onDidDispose(() => this.panels.delete(key));
    this.panels.set(key, panel);
    return panel;
  }
}
