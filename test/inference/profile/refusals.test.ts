import { expect, it } from 'vitest';
import { inPlainWords } from '../../../server/src/inference/profile/refusals';
import { message, model, node, valueInfo } from '../../support/onnx-writer';
import { onnxruntime } from '../../support/trained';

const open = inPlainWords(onnxruntime);
const one = (line: string, dims: readonly number[], domain = '', opset = 13) =>
  model(
    {
      nodes: [node(line, {}, { domain, name: 'n' })],
      inputs: [valueInfo('x', dims)],
      outputs: [valueInfo('y', dims)],
    },
    opset,
    ...(domain === '' ? [] : [[8, message([1, domain], [2, 1])] as const]),
  );

it.each([
  [
    'an operator of nobody',
    one('Foo x -> y', [2], 'my.domain'),
    /^onnxruntime cannot run this model: it has no operator `my\.domain:Foo`; write it in standard operators, or give/,
  ],
  [
    'an operator that is no standard one',
    one('Foo x -> y', [2]),
    /^onnxruntime cannot run this model: it has no operator `Foo`; write it/,
  ],
  [
    'a newer opset',
    one('Relu x -> y', [2], '', 99),
    /^onnxruntime cannot run this model: opset 99 is newer than this onnxruntime; export the model for an older one/,
  ],
])('%s is said in one sentence with a way out', async (_what, file, wanted) => {
  const failed = await open(file, { optimise: true }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ name: 'OnnxError', message: expect.stringMatching(wanted) as string });
});

it('what fails while it runs is told likewise', async () => {
  const session = await open(one('Relu x -> y', [2]), { optimise: true });
  const x = { type: 'float32', dims: [3], values: Float32Array.of(1, 2, 3) };
  await expect(session.run(new Map([['x', x]]))).rejects.toThrow(/^onnxruntime cannot run this model: /);
  await session.release();
});
