import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { externalLocations, loadExternalData, readModel } from '../import/onnx/index';
import type { OnnxModel } from '../import/onnx/model';

/**
 * A model with the weights that lie in files beside it.
 *
 * @param path of the model's file
 * @throws OnnxError where it is damaged, or such a file is missing
 */
export async function readWithData(
  path: string,
  bytes: Uint8Array,
): Promise<{ readonly model: OnnxModel; readonly outside: boolean }> {
  const read = readModel(bytes);
  const model = await loadExternalData(read, (location) =>
    readFile(join(dirname(path), location)).catch(() => undefined),
  );
  return { model, outside: externalLocations(read).size > 0 };
}
