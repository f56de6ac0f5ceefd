/** Imports ONNX models on the client's request: the server reads and answers, the client writes. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { boardNames } from '../device/index';
import { deviceLine } from '../model/device-line';
import { importModel } from '../model/import-model';
import { openSizes } from '../model/inputs';
import { OnnxError } from '../onnx/index';
import { openModel } from '../model/open-model';
import { relativePath } from '../model/relative-path';
import {
  type BoardsResult,
  type ImportParams,
  type ImportResult,
  boardsRequest,
  importRequest,
} from '../base/protocol/messages';
import { baseName } from '../workspace/file-system';
import type { ClientFiles } from './client-files';
import { guarded, logOf } from './guard';

export function registerImports(connection: Connection, files: ClientFiles): void {
  connection.onRequest(boardsRequest, (): BoardsResult => boardNames);
  connection.onRequest(importRequest, (params: ImportParams, token: CancellationToken) =>
    guarded<ImportResult>(
      logOf(connection),
      'import',
      token,
      { error: 'The import failed; see the log.' },
      () => importOf(params, files),
    ),
  );
}

async function importOf(params: ImportParams, files: ClientFiles): Promise<ImportResult> {
  const { uri, target, board } = params;
  const name = baseName(uri);
  const path = relativePath(target, uri);
  if (path === undefined) {
    return {
      error: `${name} is on another computer or file system than the design: copy it there first.`,
    };
  }
  const sizes = new Map(Object.entries(params.sizes ?? {}));
  try {
    const model = await openModel(uri, files.besides(uri));
    const open = openSizes(model).filter((size) => !sizes.has(size));
    try {
      const options = { model: path, device: deviceLine({ board }), sizes };
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
