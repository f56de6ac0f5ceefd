/** Designs as `exeunt import` makes them, with what the language itself then finds in them. */
import { type Analysis, analyse } from '../../server/src/analysis/analyse';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { type ImportOptions, importModel } from '../../server/src/model/import-model';
import { readModel } from '../../server/src/onnx/index';
import { dimensions } from '../../server/src/network';
import { Documents } from '../../server/src/workspace/documents';
import { format } from '../../grammar/src/index';
import { memoryFiles } from './memory-files';

export interface ImportedDesign {
  readonly text: string;
  readonly analysis: Analysis;
  readonly notes: readonly string[];
  /** Lines between the braces of the network, without alignment. */
  readonly network: readonly string[];
  /** By list (the network, then the exits), each layer's kind and output shape: `conv 6x28x28`. */
  readonly shapes: readonly (readonly string[])[];
  readonly macs: number;
  readonly params: number;
  /** Codes of all diagnostics but of the rates that an import leaves open. */
  readonly codes: readonly string[];
}

export async function imported(
  bytes: Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<ImportedDesign> {
  const { text, notes } = importModel(readModel(bytes), {
    model: 'm.onnx',
    device: 'board zc706',
    ...options,
  });
  if (format(text) !== text) throw new Error(`not formatted:\n${text}`);
  const uri = 'file:///design.exeunt';
  // The model is there, whatever it is called.
  const files = { ...memoryFiles({ [uri]: text }), size: () => Promise.resolve(bytes.length) };
  const closure = await new Documents(files).closure(uri);
  if (closure === undefined) throw new Error('the design cannot be read');
  const analysis = await analyse(closure, neverCancelled);
  const layers = analysis.lists.map((list) => list.layers.map((l) => l.shaped));
  const all = layers.flat();
  const body = /network .*?\{\n(.*?)\n\}/s.exec(text)?.[1] ?? '';
  return {
    text,
    analysis,
    notes,
    network: body.split('\n').map((line) => line.trim().replace(/\s+/g, ' ')),
    shapes: layers.map((list) =>
      list.map((l) => `${l.spec.kind} ${l.outShape ? dimensions(l.outShape).join('x') : '?'}`),
    ),
    macs: all.reduce((sum, l) => sum + (l.macs ?? NaN), 0),
    params: all.reduce((sum, l) => sum + (l.params ?? NaN), 0),
    codes: diagnose(analysis)
      .map((d) => d.code)
      .filter((code) => code !== 'EX7002'),
  };
}
