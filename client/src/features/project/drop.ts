/** Reports, logs and bitstreams of a build, or its whole folder, calibrate the design that they are dropped onto. */
import * as vscode from 'vscode';
import { languageId } from '../../infrastructure/designs';
import { droppedUris, uriList } from '../../infrastructure/dropped';

const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('exeunt', 'reports');

/** Names of reports, logs and bitstreams. */
const reportName = /\.(?:rpt|xml|log|bit|bin)$/i;

class ReportDrop extends vscode.DocumentDropEdit {
  constructor(
    readonly design: vscode.Uri,
    readonly reports: readonly vscode.Uri[],
  ) {
    super('', 'Read reports', kind);
  }
}

/** Nothing is inserted: the command writes the figures to the file beside the design. */
export function registerReportDrops(): vscode.Disposable {
  return vscode.languages.registerDocumentDropEditProvider(
    { language: languageId },
    {
      async provideDocumentDropEdits(document, _position, dataTransfer) {
        const uris = await droppedUris(dataTransfer);
        const isAll = (await Promise.all(uris.map(isReportOrFolder))).every(Boolean);
        return uris.length > 0 && isAll ? new ReportDrop(document.uri, uris) : undefined;
      },
      // Only for the edit that is chosen. Its task is not awaited, since the editor waits for the drop.
      resolveDocumentDropEdit(edit) {
        if (edit instanceof ReportDrop)
          void vscode.commands.executeCommand('exeunt.readReports', edit.design, edit.reports);
        return edit;
      },
    },
    { providedDropEditKinds: [kind], dropMimeTypes: [uriList] },
  );
}

async function isReportOrFolder(uri: vscode.Uri): Promise<boolean> {
  if (reportName.test(uri.path)) return true;
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}
