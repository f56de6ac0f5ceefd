import { links } from '../../ide/links';
import { linesOf, toRange } from '../convert';
import { type Feature, root } from './feature';

export const documentLinks: Feature = {
  capabilities: { documentLinkProvider: {} },
  register(server) {
    server.host.connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
      server.on('links', uri, token, [], (analysed) => {
        const lines = linesOf(root(analysed));
        return links(analysed.analysis).map((l) => ({
          range: toRange(lines, l.start, l.end),
          target: l.uri,
        }));
      }),
    );
  },
};
