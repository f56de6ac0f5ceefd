/** Exeunt's own requests: the view's figures, and the text of exports. */
import type { CancellationToken } from 'vscode-languageserver';
import { viewSnapshot } from '../../analysis/presentation/view';
import {
  type ExportParams,
  type ExportResult,
  exportRequest,
  type ViewParams,
  viewRequest,
  type ViewResult,
} from '../../base/protocol/messages';
import { exportedText } from './exported-text';
import { type Feature, whileWanted } from './feature';

export const view: Feature = {
  capabilities: {},
  register(server) {
    server.host.connection.onRequest(viewRequest, ({ uri }: ViewParams, token: CancellationToken) =>
      server.on<ViewResult>(
        'view',
        uri,
        token,
        null,
        ({ analysis, diagnostics }) => viewSnapshot(analysis, diagnostics),
        ({ message }) => ({ failed: message }),
      ),
    );
  },
};

export const exporting: Feature = {
  capabilities: {},
  register(server) {
    const { connection, analyses } = server.host;
    connection.onRequest(exportRequest, ({ uri, what }: ExportParams, token: CancellationToken) =>
      server.on<ExportResult>(
        'export',
        uri,
        token,
        { error: 'The design is not open.' },
        async (now) => exportedText(uri, what, (await analyses.settled(uri)) ?? now, whileWanted(token)),
        ({ message }) => ({ error: message }),
      ),
    );
  },
};
