import { completions, pathCompletions } from '../../ide/completion';
import { pathAt } from '../../ide/completion-paths';
import { linesOf } from '../convert';
import { toItems } from './completion-items';
import { type Feature, root } from './feature';

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: [' ', '"', '.', '/'] } },
  register(server) {
    const { connection, documents } = server.host;
    connection.onCompletion((params, token) =>
      server.onOffset('completion', params, token, [], async (analysed, offset) => {
        const { analysis } = analysed;
        const lines = linesOf(root(analysed));
        const place = pathAt(analysis, offset);
        const entries = place && (await documents.list(params.textDocument.uri, place.folder));
        if (place) return entries ? toItems(lines, pathCompletions(analysis, place, entries)) : [];
        // A slash only starts a path segment.
        if (params.context?.triggerCharacter === '/') return [];
        return toItems(lines, completions(analysis, offset));
      }),
    );
  },
};
