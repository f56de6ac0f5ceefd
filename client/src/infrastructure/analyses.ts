/** Passes the server's analysis results to features. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  analysedNotification,
  type AnalysedParams,
  type DesignStatus,
} from '../../../server/src/base/protocol/messages';

export interface Analysis {
  design: vscode.Uri;
  version: number;
  status: DesignStatus;
}

/** Event after each analysis of a design. The client allows one handler per notification, and several features listen. */
export class Analyses implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<Analysis>();
  readonly onAnalysed = this.emitter.event;

  constructor(client: BaseLanguageClient) {
    client.onNotification(analysedNotification, ({ uri, version, status }: AnalysedParams) =>
      this.emitter.fire({ design: client.protocol2CodeConverter.asUri(uri), version, status }),
    );
  }

  dispose(): void {
    this.emitter.dispose();
  }
}
