import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { library } from '../../../server/src/export/hls/library';
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

  test('are one a process, over all turns of all inputs', async () => {
    const { analysis } = await load(generated);
    const { files } = exported(analysis, randomNumbers(analysis.lists, 3));
    const sources = [...files].filter(([name]) =>
      /exeunt_(?!simulation|concurrent)\w+\.hpp$|\/n\.cpp$/.test(name),
    );
    const loops = sources.flatMap(([, text]) => text.match(/^ *for \(int n = 0; .*\n.*\n.*/gm) ?? []);
    const flat = /^ {2}for \(int n = 0; n < inputs;\) \{\n#pragma HLS PIPELINE .*\n {4}EXEUNT_CYCLE\(\);$/;
    expect(loops.length).toBeGreaterThan(20);
    expect(loops.filter((loop) => !flat.test(loop))).toEqual([]);
    for (const [name, commented] of sources) {
      const text = commented.replace(/\/\/.*/g, '');
      // No pipeline in a loop of another, no product as a bound, no loop that fills a memory with zeros.
      const pipelines = text.match(/#pragma HLS PIPELINE/g) ?? [];
      expect(pipelines, name).toHaveLength(text.match(/for \(int n = 0; n < inputs;\)/g)?.length ?? 0);
      expect(text, name).not.toMatch(/inputs \*|\* inputs/);
      expect(text, name).not.toMatch(/\] = \{\};/);
    }
  });

  test('divide nothing while they run', () => {
    for (const [name, text] of Object.entries(library)) {
      const bodies = text.match(/#pragma HLS PIPELINE[^]*?^\}/gm) ?? [];
      const running = bodies
        .flatMap((body) => body.split('\n'))
        // Lanes of an unrolled loop are constants.
        .filter((line) => / [/%]=? /.test(line) && !line.includes('tap '));
      expect(running, name).toEqual([]);
    }
  });
});
