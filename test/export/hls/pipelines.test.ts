import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { exported } from './kernels';

/** A kernel with every kind of process whose loop is generated. */
const generated = `device { board pynq-z2 }
network n {
  input image 4x6x6
  conv a kernel 3x3 filters 4 pad 1
  conv b kernel 3x3 filters 4 pad 1
  add s from a, b
  relu r
  concat c from r, a
  flatten
  dense f units 3
}`;

describe('pipelined loops', () => {
  test('flush: what is in flight comes out though no input follows', async () => {
    const { analysis } = await load(generated);
    const { files } = exported(analysis, randomNumbers(analysis.lists, 3));
    const pragmas = [...files].flatMap(([name, text]) =>
      [...text.matchAll(/#pragma HLS PIPELINE.*/gi)].map(([pragma]) => ({ name, pragma })),
    );
    // Of the library and of the kernel itself.
    for (const file of ['hls/include/exeunt_matrix.hpp', 'hls/n/n.cpp'])
      expect(pragmas.map(({ name }) => name)).toContain(file);
    expect(pragmas.filter(({ pragma }) => pragma !== '#pragma HLS PIPELINE II=1 style=flp')).toEqual([]);
  });
});
