/** Models become designs on the client's request: the server reads and answers, the client writes. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { boardNames } from '../device/index';
import { deviceLine } from '../import/device-line';
import { importModel } from '../import/import-model';
import { openSizes } from '../import/inputs';
import { OnnxError } from '../import/onnx/index';
import { type ModelFiles, openModel } from '../import/open-model';
import { relativePath } from '../import/relative-path';
import {
  type BoardsResult,
  type ImportParams,
  type ImportResult,
  boardsRequest,
  importRequest,
} from '../protocol/messages';
import { type FileSystem, baseName, resolvePath } from '../workspace/file-system';
import { guarded } from './guard';

export function registerImports(connection: Connection, fileSystem: FileSystem): void {
  connection.onRequest(boardsRequest, (): BoardsResult => boardNames);
  connection.onRequest(importRequest, (params: ImportParams, token: CancellationToken) =>
    guarded<ImportResult>(
      connection.console,
      'import',
      token,
      { error: 'The import failed; the log says more.' },
      () => importOf(params, fileSystem),
    ),
  );
}

async function importOf(params: ImportParams, fileSystem: FileSystem): Promise<ImportResult> {
  const { uri, content, target, board } = params;
  const name = baseName(uri);
  const bytes = content === undefined ? await fileSystem.read(uri) : fromBase64(content);
  if (bytes === undefined) return { error: `${name} cannot be read.` };
  const sizes = new Map(Object.entries(params.sizes ?? {}));
  try {
    const model = await openModel(bytes, filesBeside(uri, fileSystem));
    const open = openSizes(model).filter((size) => !sizes.has(size));
    try {
      const options = { model: relativePath(target, uri), device: deviceLine({ board }), sizes };
      const { text, notes } = importModel(model, options);
      return { content: text, notes };
    } catch (error) {
      if (!(error instanceof OnnxError)) throw error;
      return { error: `${name}: ${error.message}`, ...(open.length > 0 && { open }) };
    }
  } catch (error) {
    if (error instanceof OnnxError) return { error: `${name}: ${error.message}` };
    throw error;
  }
}

function filesBeside(uri: string, fileSystem: FileSystem): ModelFiles {
  const at = (location: string): string => resolvePath(uri, location) ?? '';
  return { read: (l) => fileSystem.read(at(l)), exists: (l) => fileSystem.exists(at(l)) };
}

/** Node has a faster way, a browser's worker has not. */
function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
