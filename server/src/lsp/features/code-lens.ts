import type { CodeLens } from 'vscode-languageserver';
import { codeLenses } from '../../ide/code-lens';
import { linesOf, toRange } from '../convert';
import { type Feature, root } from './feature';

export const lenses: Feature = {
  capabilities: { codeLensProvider: {} },
  register(server) {
    const { connection, client, settings } = server.host;
    connection.onCodeLens(({ textDocument: { uri } }, token) =>
      server.on<CodeLens[]>(
        'code lens',
        uri,
        token,
        [],
        async (analysed) => {
          if (!(await settings.of(uri))['codeLens.enabled']) return [];
          const lines = linesOf(root(analysed));
          const { commands } = client();
          return codeLenses(analysed.analysis, analysed.diagnostics).map(
            ({ start, end, title, command = '', args = [] }) => ({
              range: toRange(lines, start, end),
              // Without a command a lens is plain text.
              command: { title, command: commands.has(command) ? command : '', arguments: [...args] },
            }),
          );
        },
        notAnalysedLens,
      ),
    );
  },
};

/** Shown in place of the figures of each block. */
function notAnalysedLens(): CodeLens[] {
  const start = { line: 0, character: 0 };
  return [
    { range: { start, end: start }, command: { title: 'Not analysed: see the Problems panel', command: '' } },
  ];
}
