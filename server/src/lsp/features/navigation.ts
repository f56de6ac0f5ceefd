/** Definition, references, highlights and rename. */
import { type CancellationToken, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Analysis } from '../../analysis/analysis';
import {
  declaringFile,
  definition,
  type FileEdit,
  highlights,
  type Named,
  occurrences,
  RenameRefused,
  type RenameTarget,
  renameTarget,
} from '../../ide/navigation';
import { linesOf, toLocation, toRange, toWorkspaceEdit } from '../convert';
import { designsWith } from '../neighbours';
import { type Feature, type FeatureServer, root } from './feature';

export const navigation: Feature = {
  capabilities: { definitionProvider: true, referencesProvider: true, documentHighlightProvider: true },
  register(server) {
    const { connection } = server.host;
    connection.onDefinition((params, token) =>
      server.onOffset('definition', params, token, null, ({ analysis }, offset) => {
        const at = definition(analysis, offset);
        return at ? (toLocation(analysis, at) ?? null) : null;
      }),
    );
    connection.onReferences((params, token) =>
      server.onOffset('references', params, token, [], async ({ analysis }, offset) => {
        const others = await sharing(server, analysis, offset, token);
        const found = occurrences(analysis, offset, params.context.includeDeclaration, others);
        return found.flatMap((at) => toLocation(filesOf(analysis, others), at) ?? []);
      }),
    );
    connection.onDocumentHighlight((params, token) =>
      server.onOffset('highlight', params, token, [], (analysed, offset) => {
        const lines = linesOf(root(analysed));
        return highlights(analysed.analysis, offset).map((h) => ({ range: toRange(lines, h.start, h.end) }));
      }),
    );
  },
};

export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(server) {
    const { connection } = server.host;
    connection.onPrepareRename((params, token) =>
      server.onOffset('rename', params, token, null, (analysed, offset) => {
        const target = renameTarget(analysed.analysis, offset);
        if (target === undefined) return null;
        const range = toRange(linesOf(root(analysed)), target.start, target.end);
        return { range, placeholder: target.name };
      }),
    );
    connection.onRenameRequest((params, token) =>
      server.onOffset('rename', params, token, null, async ({ analysis }, offset) => {
        const others = await sharing(server, analysis, offset, token);
        const target = renameTarget(analysis, offset, others);
        if (target === undefined) return null;
        return toWorkspaceEdit(filesOf(analysis, others), renameEdits(target, params.newName));
      }),
    );
  },
};

/** Other designs that may use the name at the offset. */
async function sharing(
  { host: { documents, folders } }: FeatureServer,
  analysis: Analysis,
  offset: number,
  token: CancellationToken,
): Promise<Named[]> {
  const file = declaringFile(analysis, offset);
  return file === undefined ? [] : designsWith(documents, await folders(analysis.uri), file, token);
}

function filesOf(analysis: Analysis, others: readonly Named[]): Pick<Analysis, 'files'> {
  return { files: [...analysis.files, ...others.flatMap((o) => o.files)] };
}

/** @throws ResponseError for a name that would break the design, with a message that the editor shows */
function renameEdits(target: RenameTarget, newName: string): readonly FileEdit[] {
  try {
    return target.edits(newName);
  } catch (error) {
    if (error instanceof RenameRefused) throw new ResponseError(ErrorCodes.InvalidRequest, error.message);
    throw error;
  }
}
