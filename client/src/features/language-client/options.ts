/** Options of the language client. */
import type * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { languageId } from '../../infrastructure/designs';
import { plainLabel } from '../../infrastructure/labels';
import { fileOptions } from './trust';

/**
 * The options that both hosts share: Node and the browser's worker.
 * @param codePage address of a diagnostic's page
 */
export function clientOptions(
  log: vscode.LogOutputChannel,
  extension: vscode.Extension<unknown>,
  codePage: string,
): LanguageClientOptions {
  return {
    documentSelector: [{ language: languageId }],
    outputChannel: log,
    traceOutputChannel: log,
    initializationOptions: () => ({ commands: commandsOf(extension), codePage, ...fileOptions() }),
    markdown: { isTrusted: { enabledCommands: ['exeunt.openView'] }, supportThemeIcons: true },
    middleware: {
      provideCodeLenses: async (document, token, next) => (await next(document, token))?.map(withPlainTitle),
    },
  };
}

function withPlainTitle(lens: vscode.CodeLens): vscode.CodeLens {
  if (lens.command) lens.command = { ...lens.command, title: plainLabel(lens.command.title) };
  return lens;
}

/** Commands that a lens or an action of the server may run. */
function commandsOf({ packageJSON }: vscode.Extension<unknown>): string[] {
  const { contributes } = packageJSON as { contributes: { commands: readonly { command: string }[] } };
  return contributes.commands.map(({ command }) => command);
}
