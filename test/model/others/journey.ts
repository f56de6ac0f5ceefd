/** How far a small model comes, from its file to integers. */
import { expect } from 'vitest';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { quantisedDesign } from '../../../server/src/model/numbers/numbers';
import { imported } from '../../support/imported';
import { onnxText } from '../../support/onnx-text';
import { readModel } from '../../../server/src/onnx/index';
import { scoresOf } from '../walk/integers';
import { outputsOf, samplesFor } from '../walk/runs';
import { check } from '../walk/stages';

/** What a case is expected to do. */
export type Expected =
  /** Everything holds: see the walk. What stands in the design's text, and what does not. */
  | { readonly holds: readonly string[]; readonly lacks?: readonly string[] }
  /** Import says what follows from what it has read, in these words, and weights are refused. */
  | { readonly says: RegExp };

export async function journey(
  text: string,
  expected: Expected,
  options: Parameters<typeof onnxText>[1] & { readonly end?: string } = {},
): Promise<void> {
  const bytes = onnxText(text, options);
  const { graph } = readModel(bytes);
  const [input] = graph.inputs;
  const [batch, ...dims] = input?.dims ?? [];
  const found = await check({
    bytes,
    batch: batch === 1 ? 1 : 'N',
    inputShape: dims.map(Number),
    outputs: graph.outputs.map((o) => o.name),
    end: options.end ?? graph.outputs.at(-1)?.name,
  });
  if ('stage' in found) throw new Error(`${found.stage}: ${found.detail}`);
  const { design, numbers } = found;
  if ('holds' in expected) {
    expect(numbers, design.notes.join('\n')).toBeDefined();
    for (const line of expected.holds) expect(design.text).toContain(line);
    for (const line of expected.lacks ?? []) expect(design.text).not.toContain(line);
  } else {
    expect(design.notes.join('\n')).toMatch(expected.says);
    expect(numbers).toBeUndefined();
  }
}

/**
 * How far our integers of a model that is quantised already are from what it means, as a relative root mean square a
 * output, and what is said to be computed otherwise. `plain` is the same model for onnxruntime, where it cannot run the model itself.
 */
export async function distances(
  text: string,
  options: Parameters<typeof onnxText>[1] = {},
  plain: string = text,
): Promise<{
  readonly byOutput: ReadonlyMap<string, number>;
  readonly differences: readonly string[];
  readonly notes: readonly string[];
}> {
  const bytes = onnxText(text, options);
  const { graph } = readModel(bytes);
  const model = { inputShape: (graph.inputs[0]?.dims ?? []).slice(1).map(Number) };
  const { analysis, notes } = await imported(bytes);
  const network = analysis.design.networks[0]?.name ?? '';
  const numbers = await quantisedDesign(analysis, network, { path: 'm.onnx', bytes });
  const samples = samplesFor(model);
  const truth = await outputsOf(onnxText(plain, options), model, samples);
  const sums = new Map<string, { error: number; power: number }>();
  samples.forEach((sample, i) => {
    for (const [name, scores] of scoresOf({ analysis, numbers, bytes }, sample)) {
      const theirs = truth[i]?.get(name);
      const sum = sums.get(name) ?? { error: 0, power: 0 };
      Array.from(scores).forEach((score, k) => {
        sum.error += (score - (theirs?.[k] ?? Number.NaN)) ** 2;
        sum.power += (theirs?.[k] ?? Number.NaN) ** 2;
      });
      sums.set(name, sum);
    }
  });
  return {
    byOutput: new Map([...sums].map(([name, { error, power }]) => [name, Math.sqrt(error / power)])),
    differences: lowerModel(readModel(bytes)).differences,
    notes,
  };
}
