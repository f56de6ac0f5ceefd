import { formatting } from '../../ide/formatting';
import { linesOf, toRange } from '../convert';
import { guarded } from '../guard';
import type { Feature } from './feature';

/** Works on the text alone, so designs that cannot be analysed are formatted too. */
export const documentFormatting: Feature = {
  capabilities: { documentFormattingProvider: true },
  register({ host: { connection, documents, log } }) {
    connection.onDocumentFormatting(({ textDocument: { uri }, options }, token) =>
      guarded(log, 'formatting', token, [], () => {
        const document = documents.get(uri);
        if (document === undefined) return [];
        const lines = linesOf(document);
        const indent = options.insertSpaces ? options.tabSize : 2;
        return formatting(document.text, indent).map((e) => ({
          range: toRange(lines, e.start, e.end),
          newText: e.text,
        }));
      }),
    );
  },
};
