/** The suite that both hosts load: the desktop through `@vscode/test-electron`, the embedded one through its page. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { discardChanges } from './design';
import { runTests } from './harness';
import './building';
import './calibrating';
import './checking';
import './documentation';
import './editing';
import './importing';
import './neighbours';
import './profiling';
import './view';

export async function run(): Promise<void> {
  const resultFile = process.env['EXEUNT_HOST_RESULT'];
  if (!resultFile) throw new Error('EXEUNT_HOST_RESULT names no file');
  // The embedded VS Code would save what tests type.
  await vscode.workspace
    .getConfiguration('files')
    .update('autoSave', 'off', vscode.ConfigurationTarget.Global);
  const { failures } = await runTests({
    report: (result) => writeFileSync(resultFile, JSON.stringify(result)),
    tidy: discardChanges,
    only: process.env['EXEUNT_HOST_ONLY'],
  });
  if (failures.length > 0) throw new Error(`${failures.length} failed`);
}
