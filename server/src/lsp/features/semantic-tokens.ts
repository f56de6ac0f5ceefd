import { type Range, type SemanticTokens, SemanticTokensBuilder } from 'vscode-languageserver';
import { type SemanticToken, semanticTokens, type TokenType } from '../../ide/semantic-tokens';
import { linesOf } from '../convert';
import { type Feature, root } from './feature';

const types: readonly TokenType[] = [
  ...(['class', 'function', 'namespace', 'event', 'interface', 'variable'] as const),
  ...(['keyword', 'property', 'number', 'string', 'operator', 'comment'] as const),
];
const DECLARATION = 1;

export const nameTokens: Feature = {
  capabilities: {
    semanticTokensProvider: {
      legend: { tokenTypes: [...types], tokenModifiers: ['declaration'] },
      full: true,
      range: true,
    },
  },
  register(server) {
    const { connection, client } = server.host;
    const answer = (uri: string, token: Parameters<typeof server.on>[2], range?: Range) =>
      server.on<SemanticTokens>('semantic tokens', uri, token, { data: [] }, (analysed) => {
        const file = root(analysed);
        const { text } = file;
        const lines = linesOf(file);
        const [from, to] = range
          ? [lines.offsetAt(range.start), lines.offsetAt(range.end)]
          : [0, text.length];
        const builder = new SemanticTokensBuilder();
        for (const each of semanticTokens(analysed.analysis, !client().augmentsColours)) {
          if (each.end <= from || each.start >= to) continue;
          for (const { start, end } of linewise(each, text)) {
            const { line, character } = lines.positionAt(start);
            builder.push(
              line,
              character,
              end - start,
              types.indexOf(each.type),
              each.declares ? DECLARATION : 0,
            );
          }
        }
        return builder.build();
      });
    connection.languages.semanticTokens.on(({ textDocument: { uri } }, token) => answer(uri, token));
    connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
      answer(uri, token, range),
    );
  },
};

/** Many editors take no token over several lines. */
function linewise({ start, end }: SemanticToken, text: string): { start: number; end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  let from = start;
  for (const line of text.slice(start, end).split(/(?<=\n)/)) {
    const length = line.replace(/\r?\n$/, '').length;
    if (length > 0) pieces.push({ start: from, end: from + length });
    from += line.length;
  }
  return pieces;
}
