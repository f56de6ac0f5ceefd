/** Asks the client to watch the files that figures depend on. */
import { type Connection, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { unawaited } from './guard';

/** Imported designs, models with their weights, traces, and calibration files. */
const watchedFiles = '**/*.{exeunt,onnx,onnx.data,onnx_data,csv,csv.gz,calibration.json}';

export function watchFiles(connection: Connection): void {
  const watchers = [{ globPattern: watchedFiles }];
  const registered = connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  unawaited(connection, 'to watch files', registered);
}
