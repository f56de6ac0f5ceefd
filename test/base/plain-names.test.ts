import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainNames } from '../../server/src/base/plain-names';

describe('plain names', () => {
  it.each<readonly [name: string, plain: string]>([
    ['front', 'front'],
    ['convs.0', 'convs_0'],
    ['/features/0/Conv', 'features_0_Conv'],
    ['区域', 'u533au57df'],
    ['two words', 'two_words'],
    ['8bit', 'm8bit'],
    ['signal', 'signal_m'],
    ['_', 'm'],
    // Files and namespaces beside generated code, C types, Windows devices.
    ...['weights', 'tb', 'hls', 'twin', 'exeunt_controller', 'uint8_t', 'com1'].map(
      (name) => [name, `${name}_m`] as const,
    ),
    ['NUL', 'nul_m'],
    // Parameters and tables of kernels and testbenches.
    ...['inputs', 'count', 'wrong', 'golden_input'].map((name) => [name, `${name}_m`] as const),
    // SystemVerilog, C++, macros.
    ...['bit', 'endmodule', 'nullptr', 'xor_eq', 'linux', 'errno'].map(
      (name) => [name, `${name}_m`] as const,
    ),
    ['INT64_MAX', 'int64_max'],
    ['CONV1', 'conv1'],
    ['A', 'A'],
  ])('%s becomes %s', (name, plain) => {
    expect(plainNames()(name)).toBe(plain);
  });

  it('are unique even if case is ignored, and differ from those taken', () => {
    const plain = plainNames(['ps']);
    expect(['Front', 'front', 'front_2', 'ps'].map(plain)).toEqual(['Front', 'front_2', 'front_2_2', 'ps_2']);
  });

  it('are valid and unique for any name', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (names) => {
        const plain = names.map(plainNames());
        for (const name of plain) expect(name).toMatch(/^[A-Za-z](?!.*__)\w*(?<!_)$/);
        expect(new Set(plain.map((name) => name.toLowerCase())).size).toBe(names.length);
      }),
    );
  });
});
