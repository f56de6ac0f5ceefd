/** Saves a diagram of the view, or the figures behind it. */
import * as vscode from 'vscode';
import type { FromView } from '../../../../server/src/base/protocol/view';
import { showSaved } from '../../infrastructure/saved';

type Picture = Omit<Extract<FromView, { type: 'save' }>, 'type'>;

const kinds = { svg: 'SVG picture', png: 'PNG picture', csv: 'CSV table' } as const;

/** Asks for a file and writes it. */
export async function savePicture(
  design: vscode.Uri | undefined,
  { name, format, data }: Picture,
): Promise<void> {
  const folder = design && design.scheme !== 'untitled' ? vscode.Uri.joinPath(design, '..') : undefined;
  const target = await vscode.window.showSaveDialog({
    filters: { [kinds[format]]: [format] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  const bytes =
    format === 'png'
      ? Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))
      : new TextEncoder().encode(data);
  await vscode.workspace.fs.writeFile(target, bytes);
  showSaved(target);
}
