import { InlayHintKind, MarkupKind } from 'vscode-languageserver';
import { inlayHints } from '../../ide/inlay-hints';
import { linesOf } from '../convert';
import { type Feature, root } from './feature';

export const hints: Feature = {
  capabilities: { inlayHintProvider: {} },
  register(server) {
    const { connection, settings } = server.host;
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
      server.on('inlay hints', uri, token, [], async (analysed) => {
        if (!(await settings.of(uri))['inlayHints.shapes']) return [];
        const lines = linesOf(root(analysed));
        const from = lines.offsetAt(range.start);
        const to = lines.offsetAt(range.end);
        return inlayHints(analysed.analysis)
          .filter((h) => h.offset >= from && h.offset <= to)
          .map((h) => ({
            position: lines.positionAt(h.offset),
            label: h.label,
            kind: InlayHintKind.Type,
            paddingLeft: true,
            ...(h.tooltip && { tooltip: { kind: MarkupKind.Markdown, value: h.tooltip } }),
          }));
      }),
    );
  },
};
