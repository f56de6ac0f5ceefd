import { type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';

/**
 * Result ids of pull diagnostics. Each analysis has its own id: neither a new analysis of the same text, as after a
 * change of an import, nor another run of the server shares it.
 */
export class ResultIds {
  private readonly ids = new WeakMap<object, string>();
  private count = 0;
  private readonly run = Math.round(performance.timeOrigin).toString(36);

  /**
   * @param result the analysis that the diagnostics belong to
   * @param previous the id that the client has
   */
  report(result: object, previous: string | undefined, items: () => Diagnostic[]): DocumentDiagnosticReport {
    let resultId = this.ids.get(result);
    if (resultId === undefined) this.ids.set(result, (resultId = `${this.run}-${++this.count}`));
    return resultId === previous
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId, items: items() };
  }
}
