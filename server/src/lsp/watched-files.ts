import { type Connection, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { unawaited } from './guard';

/** Files that a design's figures come from: imported designs, models with their weights, traces, and what was measured. */
const watchedFiles = '**/*.{exeunt,onnx,onnx.data,onnx_data,csv,csv.gz,calibration.json}';

export function watchFiles(connection: Connection): void {
  const watchers = [{ globPattern: watchedFiles }];
  const registered = connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  unawaited(connection, 'to watch files', registered);
}
