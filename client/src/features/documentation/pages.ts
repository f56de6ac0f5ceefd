/** The documentation that comes with the extension: opened without a network, on a computer and in a browser. */
import * as vscode from 'vscode';
import { registerCommand } from '../../infrastructure/commands';

/**
 * A scheme of our own: in a browser the extension's folder is an address, whose Markdown the editor would not show
 * rendered, nor follow its links.
 */
const scheme = 'exeunt-docs';

/** Address of the page of a diagnostic code, for the server: it puts the code in the place of `{code}`. */
export const codePage = `command:exeunt.openDocumentation?${encodeURIComponent('["{code}"]').replace('%7Bcode%7D', '{code}')}`;

export function registerDocumentation(
  extension: vscode.Uri,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  return [
    vscode.workspace.registerFileSystemProvider(scheme, pagesIn(extension), { isReadonly: true }),
    registerCommand(log, 'exeunt.openDocumentation', (code) => show(addressOf(code), log)),
  ];
}

/** Rendered; as text where the editor's own Markdown extension is switched off. */
async function show(page: vscode.Uri, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch (error) {
    log.warn('The page is shown as text, since it cannot be rendered:', error);
    await vscode.window.showTextDocument(page);
  }
}

/** @param code a diagnostic's; the index of the documentation without one */
function addressOf(code: unknown): vscode.Uri {
  const isCode = typeof code === 'string' && /^EX\d{4}$/.test(code);
  const path = isCode ? `/docs/diagnostics/${code}.md` : '/docs/README.md';
  return vscode.Uri.from({ scheme, path });
}

/** Pages never change while the extension runs. */
const nothing = new vscode.Disposable(() => undefined);

/** The extension's pages as files that can only be read. */
function pagesIn(extension: vscode.Uri): vscode.FileSystemProvider {
  const read = ({ path }: vscode.Uri): Thenable<Uint8Array> => {
    if (!/^\/(docs\/[\w/-]+|README|CHANGELOG)\.md$/.test(path))
      throw vscode.FileSystemError.FileNotFound(path);
    return vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, path));
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions('The documentation is read-only.');
  };
  return {
    onDidChangeFile: () => nothing,
    watch: () => nothing,
    readFile: read,
    stat: async (uri) => {
      const { byteLength } = await read(uri);
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: byteLength };
    },
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
