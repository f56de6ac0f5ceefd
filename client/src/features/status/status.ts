/** The language status item: whether the design in the active editor fits. */
import * as vscode from 'vscode';
import type { DesignStatus, Fit } from '../../../../server/src/base/protocol/messages';
import type { Analyses, Analysis } from '../../infrastructure/analyses';
import { isDesign, languageId } from '../../infrastructure/designs';
import { plainLabel } from '../../infrastructure/labels';

const appearance: Record<Fit, { icon: string; severity: vscode.LanguageStatusSeverity }> = {
  fits: { icon: 'check', severity: vscode.LanguageStatusSeverity.Information },
  'may not fit': { icon: 'warning', severity: vscode.LanguageStatusSeverity.Warning },
  'does not fit': { icon: 'error', severity: vscode.LanguageStatusSeverity.Error },
  'not analysed': { icon: 'error', severity: vscode.LanguageStatusSeverity.Error },
  'not checked': { icon: 'question', severity: vscode.LanguageStatusSeverity.Information },
};

export class FitStatus implements vscode.Disposable {
  /** Keyed by document URI. */
  private readonly analysed = new Map<string, Analysis>();
  private readonly item = vscode.languages.createLanguageStatusItem('exeunt.fit', { language: languageId });
  private readonly subscriptions: vscode.Disposable;

  constructor(analyses: Analyses) {
    this.item.name = 'Exeunt: Fit';
    this.item.command = { command: 'exeunt.openView', title: 'Floorplan and Timeline' };
    this.subscriptions = vscode.Disposable.from(
      analyses.onAnalysed((analysis) => {
        this.analysed.set(analysis.design.toString(), analysis);
        this.show();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.show();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.analysed.delete(document.uri.toString())),
    );
    this.show();
  }

  /** Last known status of a design. */
  of(uri: vscode.Uri): DesignStatus | undefined {
    return this.analysed.get(uri.toString())?.status;
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.item.dispose();
  }

  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isDesign(document)) return;
    const last = this.analysed.get(document.uri.toString());
    this.item.busy = last === undefined || last.version < document.version;
    if (!last) {
      this.item.text = 'Exeunt';
      this.item.detail = 'Not analysed yet';
      return;
    }
    const { icon, severity } = appearance[last.status.fit];
    this.item.text = `$(${icon}) ${last.status.fit}`;
    this.item.detail = plainLabel(last.status.detail);
    this.item.severity = severity;
  }
}
