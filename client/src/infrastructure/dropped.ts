import type * as vscode from 'vscode';
import { Uri } from 'vscode';

/** Files and folders that are dropped from the explorer or from outside come as a list of URIs. */
export const uriList = 'text/uri-list';

/** The dropped files and folders; comments of the list (RFC 2483) are skipped. */
export async function droppedUris(dataTransfer: vscode.DataTransfer): Promise<Uri[]> {
  const list = (await dataTransfer.get(uriList)?.asString()) ?? '';
  return list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Uri.parse(line, true));
}
