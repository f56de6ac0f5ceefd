/** What is different where no process can be started. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api } from './design';
import { test } from './harness';

test('this is a browser, and the extension runs in it', async () => {
  assert.equal(vscode.env.uiKind, vscode.UIKind.Web);
  assert.equal(vscode.env.remoteName, undefined);
  const { client } = await api();
  assert.ok(client.isRunning());
});
