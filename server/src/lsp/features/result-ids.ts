import { type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';

/**
 * Answers to who pulls diagnostics. An analysis has a name of its own, which a new one of the same text, as when an
 * import has changed, does not share; nor does another run of the server.
 */
export class ResultIds {
  private readonly ids = new WeakMap<object, string>();
  private count = 0;
  private readonly run = Math.round(performance.timeOrigin).toString(36);

  /**
   * @param result what the diagnostics are of
   * @param previous the name of what the client has
   */
  report(result: object, previous: string | undefined, items: () => Diagnostic[]): DocumentDiagnosticReport {
    let resultId = this.ids.get(result);
    if (resultId === undefined) this.ids.set(result, (resultId = `${this.run}-${++this.count}`));
    return resultId === previous
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId, items: items() };
  }
}
