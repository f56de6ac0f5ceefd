/** Where an exported project goes: a folder of its own beside the design, or what the user chooses. */
import * as vscode from 'vscode';
import { exportMarker, exportedDesign } from '../../../../server/src/base/protocol/export-marker';

export interface Place {
  readonly folder: vscode.Uri;
  /** It holds an earlier export, and the user has said that it may go. */
  readonly replace?: boolean;
}

type Found =
  | { readonly kind: 'free' }
  /** Of the design called so. */
  | { readonly kind: 'export'; readonly design: string }
  | { readonly kind: 'taken' };

/** Undefined where it is broken off. */
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
            ? `Replaces the export of ${found.design} there; results of builds and files of your own stay`
            : 'A new folder',
      },
      { label: another, detail: 'An empty one, or one that an earlier export made' },
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
    const detail = 'Files that it made are replaced; results of builds and files of your own stay.';
    const question = `${nameOf(folder)} holds the export of ${found.design}. Replace it?`;
    return (await confirmed(question, detail, 'Replace')) ? { folder, replace: true } : undefined;
  }
  const inside = await proposed(design, folder);
  const question = `${nameOf(folder)} holds other files. Export into ${nameOf(inside.folder)} in it?`;
  const detail =
    inside.found.kind === 'export'
      ? `It holds the export of ${inside.found.design}, which is replaced.`
      : 'It is made. An export has a folder of its own, so that the next one can replace it.';
  const replace = inside.found.kind === 'export';
  return (await confirmed(question, detail, 'Export There')) ? { folder: inside.folder, replace } : undefined;
}

/** `<design>-out`, or the first of `<design>-out-2`, … that does not hold what is not ours. */
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
