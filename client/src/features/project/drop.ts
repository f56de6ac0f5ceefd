/** Reports, logs and bitstreams of a build, or its whole folder, calibrate the design that they are dropped onto. */
import * as vscode from 'vscode';
import { languageId } from '../../infrastructure/designs';
import { droppedUris, uriList } from '../../infrastructure/dropped';

const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('exeunt', 'reports');

/** Names of reports, logs and bitstreams. */
const reportName = /\.(?:rpt|xml|log|bit|bin)$/i;

/** Nothing is inserted: the command writes the figures to the file beside the design. */
export function registerReportDrops(): vscode.Disposable {
  return vscode.languages.registerDocumentDropEditProvider(
    { language: languageId },
    {
      async provideDocumentDropEdits(document, _position, dataTransfer) {
        const uris = await droppedUris(dataTransfer);
        const isAll = (await Promise.all(uris.map(isReportOrFolder))).every(Boolean);
        if (uris.length === 0 || !isAll) return undefined;
        // Asked only once something is dropped, and no editor is sure to resolve an edit of a drop. The command's task is not
        // awaited, since the editor waits for the drop.
        void vscode.commands.executeCommand('exeunt.readReports', document.uri, uris);
        return new vscode.DocumentDropEdit('', 'Read reports', kind);
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
