import { CodeActionKind } from 'vscode-languageserver';
import { codeActions } from '../code-actions';
import { type Feature, whileWanted } from './feature';

/** Quick fixes and rewrites. */
export const fixes: Feature = {
  capabilities: {
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
  },
  register(server) {
    const { client, connection, plans } = server.host;
    connection.onCodeAction(({ textDocument: { uri }, range, context }, token) =>
      server.on('code actions', uri, token, [], (analysed) =>
        codeActions(analysed, { range, context }, plans, client(), whileWanted(token)),
      ),
    );
  },
};
