/** Hints and lenses come and go with their settings, without a reload. */
import * as vscode from 'vscode';
import { CodeLensRequest, InlayHintRequest, type BaseLanguageClient } from 'vscode-languageclient';
import { onSettingChange } from '../../infrastructure/configuration';
import { isDesign } from '../../infrastructure/designs';

export function followSettings(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    onSettingChange('inlayHints.shapes', () =>
      forEachDesign((document) =>
        client.getFeature(InlayHintRequest.method).getProvider(document)?.onDidChangeInlayHints.fire(),
      ),
    ),
    onSettingChange('codeLens.enabled', () =>
      forEachDesign((document) =>
        client.getFeature(CodeLensRequest.method).getProvider(document)?.onDidChangeCodeLensEmitter.fire(),
      ),
    ),
  );
}

function forEachDesign(refresh: (document: vscode.TextDocument) => void): void {
  vscode.workspace.textDocuments.filter(isDesign).forEach(refresh);
}
