/** Chooses the folder of an exported project: a new one beside the design, or the user's choice. */
import * as vscode from 'vscode';
import { exportMarker, exportedDesign } from '../../../../server/src/base/protocol/export-marker';

export interface Place {
  readonly folder: vscode.Uri;
  /** The folder holds an earlier export that the user agreed to replace. */
  readonly replace?: boolean;
}

type Found =
  | { readonly kind: 'free' }
  /** An earlier export of the design of that name. */
  | { readonly kind: 'export'; readonly design: string }
  | { readonly kind: 'taken' };

/** Undefined if the user cancels. */
export async function askPlace(design: vscode.Uri): Promise<Place | undefined> {
  const beside = vscode.Uri.joinPath(design, '..');
  const { folder, found } = await proposed(design, beside);
  const another = 'Another Folder…';
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: nameOf(folder),
        description: 'beside the design',
        detail:
          found.kind === 'export'
            ? `Replaces the export of ${found.design}; build results and your own files stay`
            : 'A new folder',
      },
      { label: another, detail: 'An empty folder, or one that an earlier export made' },
    ],
    { title: 'Export: Folder of the Project' },
  );
  if (chosen === undefined) return undefined;
  return chosen.label === another ? askAnother(design, beside) : { folder, replace: found.kind === 'export' };
}

async function askAnother(design: vscode.Uri, start: vscode.Uri): Promise<Place | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Export: Folder of the Project',
    openLabel: 'Export Here',
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: start,
  });
  const folder = chosen?.[0];
  if (folder === undefined) return undefined;
  const found = await look(folder);
  if (found.kind === 'free') return { folder };
  if (found.kind === 'export') {
    const detail = 'Exported files are replaced; build results and your own files stay.';
    const question = `${nameOf(folder)} holds the export of ${found.design}. Replace it?`;
    return (await confirmed(question, detail, 'Replace')) ? { folder, replace: true } : undefined;
  }
  const inside = await proposed(design, folder);
  const question = `${nameOf(folder)} holds other files. Export into ${nameOf(inside.folder)} in it?`;
  const detail =
    inside.found.kind === 'export'
      ? `It holds the export of ${inside.found.design}, which will be replaced.`
      : 'The folder will be created. An export needs its own folder, so that the next one can replace it.';
  const replace = inside.found.kind === 'export';
  return (await confirmed(question, detail, 'Export There')) ? { folder: inside.folder, replace } : undefined;
}

/** `<design>-out`, or the first of `<design>-out-2`, … without foreign files. */
async function proposed(
  design: vscode.Uri,
  parent: vscode.Uri,
): Promise<{ folder: vscode.Uri; found: Found }> {
  const stem = nameOf(design).replace(/\.exeunt$/, '');
  for (let i = 1; ; i++) {
    const folder = vscode.Uri.joinPath(parent, `${stem}-out${i === 1 ? '' : `-${i}`}`);
    const found = await look(folder);
    if (found.kind !== 'taken') return { folder, found };
  }
}

async function look(folder: vscode.Uri): Promise<Found> {
  const { fs } = vscode.workspace;
  const stat = await fs.stat(folder).then(undefined, () => undefined);
  if (stat === undefined) return { kind: 'free' };
  if ((stat.type & vscode.FileType.Directory) === 0) return { kind: 'taken' };
  const names = (await fs.readDirectory(folder)).map(([name]) => name);
  if (names.length === 0) return { kind: 'free' };
  if (!names.includes(exportMarker)) return { kind: 'taken' };
  const text = new TextDecoder().decode(await fs.readFile(vscode.Uri.joinPath(folder, exportMarker)));
  const design = exportedDesign(text);
  return design === undefined ? { kind: 'taken' } : { kind: 'export', design };
}

async function confirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}
