/** The command that restarts the language server. */
import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { registerCommand } from '../../infrastructure/commands';

export function registerServerCommands(
  client: BaseLanguageClient,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  return [
    registerCommand(log, 'exeunt.restartServer', async () => {
      log.info('Restarting the language server');
      // A hung server does not answer, and is stopped anyway.
      await client.stop().catch((error: unknown) => log.warn('The server did not stop by itself:', error));
      await client.start();
    }),
    registerCommand(log, 'exeunt.showLog', () => log.show()),
  ];
}
