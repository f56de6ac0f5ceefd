import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { QuantisedDesign } from '../../../server/src/arithmetic/quantised';
import type { Analysis } from '../../../server/src/analysis/analysis';
import { checkFile } from '../../../server/src/cli/files';
import { numbersOf } from '../../../server/src/cli/numbers';
import { execute, hasTool, repository, temporaryFolder } from '../../support/compilers';
import { buildTestbenches, counted, exported, runCounted, sanitized } from './kernels';

async function sample(path: string): Promise<{ analysis: Analysis; numbers: QuantisedDesign }> {
  const { analysis } = await checkFile(join(repository, 'samples', path));
  return { analysis, numbers: await numbersOf(analysis, false) };
}

describe.skipIf(!hasTool('g++'))('kernels of the trained samples', () => {
  const folder = temporaryFolder();
  let blenet: Awaited<ReturnType<typeof sample>>;
  let vgg10: Awaited<ReturnType<typeof sample>>;
  beforeAll(async () => {
    blenet = await sample('blenet-pynq-z2/blenet.exeunt');
    vgg10 = await sample('vgg10-ten-exits/vgg10.exeunt');
  });

  test('of B-LeNet compute what the integer reference computes, under sanitizers', () => {
    const result = exported(blenet.analysis, blenet.numbers);
    const printed = execute(buildTestbenches(folder, 'blenet', [result], sanitized), []);
    expect(printed.match(/every value is right/g)).toHaveLength(5);
  });

  test('of VGG-10 too, in the cycles of the model, and over FIFOs of their depth', () => {
    const result = exported(vgg10.analysis, vgg10.numbers);
    const printed = runCounted(buildTestbenches(folder, 'vgg10', [result], counted));
    expect(printed).not.toContain('WRONG');
    expect(printed.match(/every value is right/g)).toHaveLength(19);
    const modelled = vgg10.analysis.lists.flatMap((l) =>
      l.layers.flatMap((each) => each.cost?.processes ?? []),
    );
    // Two more for the decision of each exit.
    expect(printed.match(/by the model$/gm)).toHaveLength(modelled.length + 2 * 9);
  });

  test('are the same bytes each time, and report where their weights are from', () => {
    const [first, second] = [1, 2].map(() => exported(blenet.analysis, blenet.numbers));
    expect(second?.files).toEqual(first?.files);
    for (const [name, text] of first?.files ?? []) expect(text, name).toContain('blenet_mnist_int8.onnx');
  });
});
