import { MarkupKind } from 'vscode-languageserver';
import { hover } from '../../ide/hover';
import { linesOf, toRange } from '../convert';
import { type Feature, root } from './feature';

export const hovers: Feature = {
  capabilities: { hoverProvider: true },
  register(server) {
    server.host.connection.onHover((params, token) =>
      server.onOffset('hover', params, token, null, (analysed, offset) => {
        const found = hover(analysed.analysis, offset, analysed.diagnostics);
        if (found === undefined) return null;
        const range = toRange(linesOf(root(analysed)), found.start, found.end);
        return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range };
      }),
    );
  },
};
