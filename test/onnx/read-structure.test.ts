/** Models that are too large to be read whole: their structure, and what is wanted of their weights. */
import { describe, expect, it } from 'vitest';
import {
  OnnxError,
  type OnnxModel,
  loadExternalData,
  readModel,
  readStructure,
  tensorNumbers,
} from '../../server/src/onnx/index';
import { memoryFiles } from '../support/memory-files';
import { message, model, node, valueInfo } from '../support/onnx-writer';

/** TensorProto of int8 with raw data of a length. */
const tensor = (name: string, length: number) =>
  message([1, length], [2, 3], [8, name], [9, Uint8Array.from({ length }, (_, i) => i % 100)]);

const LARGE = 3_000_000;
const bytes = model({
  nodes: [node('Conv x big small -> y')],
  inputs: [valueInfo('x', [1, 4, 8, 8])],
  outputs: ['y'],
  initializers: [tensor('big', LARGE), tensor('small', 10)],
});

async function structure(of: Uint8Array): Promise<{ readonly read: number; readonly found: Uint8Array }> {
  let read = 0;
  const found = await readStructure('m.onnx', of.length, (start, end) => {
    read += end - start;
    return Promise.resolve(of.subarray(start, end));
  });
  return { read, found };
}

const values = ({ graph }: OnnxModel, name: string) => {
  const found = graph.initializers.get(name);
  return found ? Array.from(tensorNumbers(found)) : [];
};

describe('the structure of a large model', () => {
  it('is that of the whole, with its large weights as external data', async () => {
    const { found, read } = await structure(bytes);
    expect(found.length).toBeLessThan(2000);
    // A window of a megabyte at its beginning, and one behind the weights.
    expect(read).toBeLessThan(2 ** 20 + 100_000);
    const [whole, slim] = [readModel(bytes), readModel(found)];
    expect(slim.graph.nodes).toEqual(whole.graph.nodes);
    expect(slim.graph.inputs).toEqual(whole.graph.inputs);
    expect(slim.graph.outputs).toEqual(whole.graph.outputs);
    expect(slim.graph.initializers.get('big')).toMatchObject({
      dims: [LARGE],
      data: { kind: 'external', location: 'm.onnx', length: LARGE },
    });
    const loaded = await loadExternalData(slim, memoryFiles({ 'm.onnx': bytes }));
    for (const name of ['big', 'small']) expect(values(loaded, name)).toEqual(values(whole, name));
  });

  it('of very many small fields is read once, and copied in runs', async () => {
    // `value_info` without contents, as many as fit into 8 MB.
    const fields = new Uint8Array(8_000_000);
    for (let i = 0; i < fields.length; i += 2) fields[i] = 13 * 8 + 2;
    const large = message([1, 8], [7, fields]);
    const { found, read } = await structure(large);
    expect(found.length).toBe(large.length);
    expect(Buffer.compare(found, large)).toBe(0);
    expect(read).toBeLessThan(1.2 * large.length);
  });

  it('of gigabytes of nothing is refused at its first bytes', async () => {
    let read = 0;
    const zeros = (start: number, end: number) => {
      read += end - start;
      return Promise.resolve(new Uint8Array(end - start));
    };
    await expect(readStructure('m.onnx', 2 ** 31 - 1, zeros)).rejects.toThrow(/no field number 0/);
    expect(read).toBeLessThanOrEqual(2 ** 20);
  });

  it('takes large weights inside functions and branches out too', async () => {
    const constant = node('Constant -> k', { value: { tensor: tensor('deep', LARGE) } });
    const whole = model({}, 13, [25, message([1, 'F'], [7, constant], [10, 'own'])]);
    const { found } = await structure(whole);
    expect(found.length).toBeLessThan(2000);
    const [called] = readModel(found).functions.values();
    const value = called?.nodes[0]?.attributes.get('value');
    expect(value).toMatchObject({ value: { dims: [LARGE], data: { kind: 'external', length: LARGE } } });
  });

  it('of what is no model, or ends too early, is refused', async () => {
    for (const damaged of [bytes.subarray(0, bytes.length - 100), new Uint8Array(100_000).fill(0xff)]) {
      await expect(structure(damaged)).rejects.toThrow(OnnxError);
    }
  });
});
