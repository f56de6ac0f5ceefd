import { foldings } from '../../ide/folding';
import { linesOf } from '../convert';
import { type Feature, root } from './feature';

export const foldingRanges: Feature = {
  capabilities: { foldingRangeProvider: true },
  register(server) {
    server.host.connection.onFoldingRanges(({ textDocument: { uri } }, token) =>
      server.on('folding', uri, token, [], (analysed) => {
        const lines = linesOf(root(analysed));
        return foldings(analysed.analysis).map((f) => ({
          startLine: lines.positionAt(f.start).line,
          endLine: lines.positionAt(f.end).line,
          ...(f.comment && { kind: 'comment' }),
        }));
      }),
    );
  },
};
