import * as vscode from 'vscode';

/** Between two parts of one file. */
const HELD_MS = 5000;

/** The file that parts were asked of last: the editor reads whole files only, and the parts come one after the other. */
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
