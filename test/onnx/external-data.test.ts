import { describe, expect, test } from 'vitest';
import {
  type OnnxModel,
  externalLocations,
  loadExternalData,
  readModel,
  tensorNumbers,
} from '../../server/src/onnx/index';
import { memoryFiles } from '../support/memory-files';
import { message, model } from '../support/onnx-writer';

const files = memoryFiles({
  'w.bin': Uint8Array.of(9, 9, 1, 2, 3),
  'shared.bin': Uint8Array.of(9, 9, 1, 2, 3, 9, 9),
});

function stored(entries: Readonly<Record<string, string>>): OnnxModel {
  const listed = Object.entries(entries).map(([k, v]) => [13, message([1, k], [2, v])] as const);
  return readModel(model({ initializers: [message([1, 3], [2, 2], [8, 'w'], ...listed, [14, 1])] }));
}

function values({ graph }: OnnxModel): number[] {
  const tensor = graph.initializers.get('w');
  return tensor ? Array.from(tensorNumbers(tensor)) : [];
}

describe('loadExternalData', () => {
  test.each([
    { location: 'w.bin', offset: '2', length: '3' },
    { location: 'w.bin', offset: '2' },
    // What follows the tensor in a file that several share is not its.
    { location: 'shared.bin', offset: '2' },
  ])('%o', async (entries) => {
    const found = stored(entries);
    expect([...externalLocations(found)]).toEqual([entries.location]);
    expect(() => values(found)).toThrow(`in the file ${entries.location}, which was not loaded`);
    expect(values(await loadExternalData(found, files))).toEqual([1, 2, 3]);
  });

  test.each([
    [{ location: 'other.bin' }, /in the file other.bin, which is not beside it/],
    [{ location: 'w.bin', offset: '3', length: '3' }, /bytes 3 to 6 of w.bin, which has 5/],
    [{ location: 'w.bin', offset: '-1', length: '3' }, /bytes -1 to 2/],
    [{ location: 'w.bin', offset: 'x', length: '3' }, /bytes NaN/],
    [{ location: '../w.bin' }, /own folder only/],
    [{ location: '/etc/passwd' }, /own folder only/],
    [{ location: 'C:\\w.bin' }, /own folder only/],
    [{}, /a file without a name/],
  ])('%o is refused', async (entries, reason) => {
    await expect(loadExternalData(stored(entries), files)).rejects.toThrow(reason);
  });

  test('a model that holds all its weights is left as it is', async () => {
    const found = readModel(model({}));
    expect(await loadExternalData(found, files)).toBe(found);
  });
});
