import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { isEnabled } from '../../infrastructure/configuration';
import { languageId } from '../../infrastructure/designs';

/** Files beside a design that its figures come from: imported designs, networks, traces. */
const watchedFiles = '**/*.{exeunt,onnx,csv,csv.gz,calibration.json}';

/** The options that both hosts share: Node and the browser's worker. */
export function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [{ language: languageId }],
    outputChannel: log,
    traceOutputChannel: log,
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher(watchedFiles) },
    markdown: { isTrusted: { enabledCommands: ['exeunt.openView'] }, supportThemeIcons: true },
    middleware: {
      provideInlayHints: (document, range, token, next) =>
        isEnabled('inlayHints.shapes', document.uri) ? next(document, range, token) : [],
      provideCodeLenses: (document, token, next) =>
        isEnabled('codeLens.enabled', document.uri) ? next(document, token) : [],
    },
  };
}
