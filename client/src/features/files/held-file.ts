/** Caches the file that the server is reading in parts. */
import * as vscode from 'vscode';

/** How long the file is kept after a read. */
const HELD_MS = 5000;

/** The file last read in parts: VS Code reads only whole files, and the parts are requested one after the other. */
export class HeldFile implements vscode.Disposable {
  private key = '';
  private content: Thenable<Uint8Array> | undefined;
  private release: ReturnType<typeof setTimeout> | undefined;

  of(uri: vscode.Uri, { mtime, size }: vscode.FileStat): Thenable<Uint8Array> {
    const key = `${mtime} ${size} ${uri.toString()}`;
    if (this.content === undefined || this.key !== key) {
      this.content = vscode.workspace.fs.readFile(uri);
      this.key = key;
    }
    clearTimeout(this.release);
    this.release = setTimeout(() => this.dispose(), HELD_MS);
    return this.content;
  }

  dispose(): void {
    clearTimeout(this.release);
    this.content = undefined;
  }
}
