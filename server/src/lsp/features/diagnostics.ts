import {
  type Diagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver';
import { LineIndex } from '../../workspace/positions';
import { linesOf, toDiagnostic } from '../convert';
import { type Feature, root } from './feature';
import { ResultIds } from './result-ids';

/** Pull diagnostics; to clients that cannot pull, the server publishes them. */
export const diagnostics: Feature = {
  capabilities: {
    diagnosticProvider: { identifier: 'exeunt', interFileDependencies: true, workspaceDiagnostics: false },
  },
  register(server) {
    const resultIds = new ResultIds();
    const codePage = () => server.host.client().codePage;
    server.host.connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }, token) =>
      server.on<DocumentDiagnosticReport>(
        'diagnostics',
        uri,
        token,
        full([]),
        (analysed) =>
          resultIds.report(analysed, previousResultId, () => {
            const lines = linesOf(root(analysed));
            return analysed.diagnostics.map((d) => toDiagnostic(analysed.analysis, lines, d, codePage()));
          }),
        (failure) => full([toDiagnostic({ files: [] }, new LineIndex(''), failure, codePage())]),
      ),
    );
  },
};

function full(items: Diagnostic[]): DocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, items };
}
