/** The weights and scales that kernels are exported with. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Analysis } from '../analysis/analysis';
import { absolute } from '../analysis/offsets';
import { randomNumbers } from '../arithmetic';
import type { QuantisedDesign } from '../arithmetic/index';
import { LayerMismatch } from '../model/numbers/bind-layers';
import { int8Sibling } from '../model/numbers/int8-sibling';
import { type ModelFile, quantisedDesign } from '../model/numbers/numbers';
import { OnnxError } from '../onnx/index';
import { numbersCode } from '../diagnostics/other-codes';
import { nodeFileSystem, readRegular } from '../node/file-system';
import type { NetworkSpec, Origin } from '../semantics/design';
import { isRefused } from '../workspace/file-system';
import { LineIndex } from '../workspace/positions';
import { mostBytes, refusalText } from '../workspace/refusal';
import { uriOfPath } from '../workspace/uri';
import { readWithData } from './model-file';
import { Refused } from './outcome';
import { say } from './print';

/** Fixed seed of random weights, so that the same design exports the same bytes. */
const SEED = 1;

/** `file:line:col: error EX8101: message`, with the path relative to the working directory. */
export function located(
  analysis: Analysis,
  { message, origin }: { message: string; origin: Origin },
  code = numbersCode,
): string {
  const at = absolute(analysis, origin);
  const file = analysis.files.find((f) => f.uri === at?.uri);
  if (at === undefined || file === undefined) return message;
  const { line, character } = new LineIndex(file.text).positionAt(at.start);
  const path = relative('.', fileURLToPath(at.uri));
  return `${path}:${line + 1}:${character + 1}: error ${code}: ${message}`;
}

/**
 * Weights and scales of a design's layers: from the int8 models that its networks are bound to, or random.
 *
 * @throws Refused
 */
export async function numbersOf(analysis: Analysis, random: boolean): Promise<QuantisedDesign> {
  if (random) return randomNumbers(analysis.lists, SEED);
  const parts: QuantisedDesign[] = [];
  for (const network of analysis.design.networks) {
    try {
      parts.push(await numbersOfNetwork(analysis, network));
    } catch (error) {
      if (!(error instanceof OnnxError)) throw error;
      const layer = error instanceof LayerMismatch ? error.layer : undefined;
      const origin = layer?.origin ?? network.model?.origin ?? network.origin;
      throw new Refused(located(analysis, { message: error.message, origin }));
    }
  }
  const [first] = parts;
  if (first === undefined) throw new Refused('the design has no network to export');
  for (const { source } of parts) {
    if (source.kind === 'model' && source.isInexact) say(`exeunt: note: ${source.path}: ${source.note}`);
  }
  return {
    ...first,
    inputs: new Map(parts.flatMap((p) => [...p.inputs])),
    lists: parts.flatMap((p) => p.lists),
  };
}

async function numbersOfNetwork(analysis: Analysis, network: NetworkSpec): Promise<QuantisedDesign> {
  const { model, name } = network;
  if (model === undefined) {
    const message = `network ${name} has no model: write \`from "model.onnx"\` after its name, or export with --random-weights`;
    throw new Refused(located(analysis, { message, origin: network.origin }));
  }
  const uri = uriOfPath(model.origin.uri, model.path);
  const bytes = typeof uri === 'string' ? await nodeFileSystem.read(uri, mostBytes.model) : uri;
  if (isRefused(bytes) || typeof uri !== 'string') {
    const why = isRefused(bytes) && bytes.kind !== 'absent' ? `: ${refusalText(bytes, 'model')}` : '';
    const message = `cannot read ${model.path}${why}; export with --random-weights to build without a model`;
    throw new Refused(located(analysis, { message, origin: model.origin }));
  }
  const path = fileURLToPath(uri);
  try {
    return await quantisedDesign(analysis, name, await withData(model.path, path, bytes));
  } catch (error) {
    // A float model's int8 version is a sibling file.
    const sibling = int8Sibling(path);
    if (!(error instanceof OnnxError)) throw error;
    const quantised = await readRegular(sibling, mostBytes.model);
    if (isRefused(quantised)) throw error;
    const file = await withData(int8Sibling(model.path), sibling, quantised);
    return quantisedDesign(analysis, name, file);
  }
}

async function withData(written: string, path: string, bytes: Uint8Array): Promise<ModelFile> {
  return { path: written, bytes, model: (await readWithData(path, bytes)).model };
}
