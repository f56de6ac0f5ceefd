import { outline } from '../../ide/outline';
import { linesOf, toDocumentSymbol } from '../convert';
import { type Feature, root } from './feature';

export const symbols: Feature = {
  capabilities: { documentSymbolProvider: true },
  register(server) {
    server.host.connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
      server.on('outline', uri, token, [], (analysed) => {
        const lines = linesOf(root(analysed));
        return outline(analysed.analysis).map((item) => toDocumentSymbol(lines, item));
      }),
    );
  },
};
