/** The suite for hosts in a browser: what needs neither a process nor a file of the computer. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { discardChanges, workspaceFolder } from './design';
import { runTests } from './harness';
import './checking';
import './documentation';
import './editing';
import './neighbours';
import './view';
import './web';

const designs = ['board.exeunt', 'lenet.exeunt', 'main.exeunt'];

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('exeunt.exeunt');
  assert.ok(extension, 'the extension is not there');
  // The server of the test's page serves the extension's folder, and takes results.
  const served = (path: string) => vscode.Uri.joinPath(extension.extensionUri, path).toString(true);
  for (const name of designs) {
    const answer = await fetch(served(`test/host/designs/${name}`));
    const target = vscode.Uri.joinPath(workspaceFolder(), name);
    await vscode.workspace.fs.writeFile(target, new Uint8Array(await answer.arrayBuffer()));
  }
  const { failures } = await runTests({
    report: async (result) => {
      await fetch(served('result'), { method: 'POST', body: JSON.stringify(result) });
    },
    tidy: discardChanges,
  });
  if (failures.length > 0) throw new Error(`${failures.length} failed`);
}
