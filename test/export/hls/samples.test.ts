import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { QuantisedDesign } from '../../../server/src/arithmetic/quantised';
import type { Analysis } from '../../../server/src/analysis/analysis';
import { checkFile } from '../../../server/src/cli/files';
import { numbersOf } from '../../../server/src/cli/numbers';
import { execute, hasTool, repository, temporaryFolder } from '../../support/compilers';
import { shard } from '../../support/seed';
import { exported, writeFiles } from './kernels';

const samples = join(repository, 'samples');

interface Sample {
  readonly analysis: Analysis;
  readonly numbers: QuantisedDesign;
}

/** With its trained weights if it has a model, else with random ones. */
async function sample(folder: string): Promise<Sample> {
  const [file = ''] = readdirSync(join(samples, folder)).filter((name) => name.endsWith('.exeunt'));
  const { analysis } = await checkFile(join(samples, folder, file));
  const isTrained = analysis.design.networks.every((n) => n.model !== undefined);
  return { analysis, numbers: await numbersOf(analysis, !isTrained) };
}

/** One has no design that fits, another no network; published systems are many, and other tests build layers like theirs. */
const notExported = ['models', 'too-small', 'region-only', 'literature'];

/** Samples with more modules have a third of them built with each commit. */
const MANY = 10;

const folders = readdirSync(samples).filter((name) => !notExported.includes(name));

describe.skipIf(!hasTool('g++') || !hasTool('make'))('kernels of the samples', () => {
  const folder = temporaryFolder();
  /** Of the kernels made so far, their sources: samples share some. */
  const made = new Set<string>();
  const programs = ['csim', 'cycles', 'fifos', 'fifos'];

  test.each(folders)(
    'of %s pass what their Makefile tests, without a lag and with it',
    { timeout: 600_000 },
    async (name) => {
      const { analysis, numbers } = await sample(name);
      const { files, plans } = exported(analysis, numbers);
      writeFiles(join(folder, name), files);
      const unlike = plans.filter(({ top }) => {
        // Behind the lines that say what it was made from.
        const text = ['cpp', 'hpp'].map((kind) =>
          files.get(`hls/${top}/${top}.${kind}`)?.replace(/^\/\/.*\n/gm, ''),
        );
        const key = [...text, files.get(`hls/${top}/weights.hpp`)?.replace(/^\/\/.*\n/gm, '')].join('\n');
        return !made.has(key) && made.add(key);
      });
      const fresh = unlike.length > MANY ? shard(unlike, 3) : unlike;
      const modules = `HLS_MODULES=${fresh.map((p) => p.top).join(' ')}`;
      const printed = execute('make', ['-j2', '-f', 'hls/hls.mk', modules, 'csim', 'cycles', 'fifos'], {
        cwd: join(folder, name),
      });
      expect(printed).not.toContain('WRONG');
      expect(printed.match(/every value is right/g) ?? []).toHaveLength(fresh.length * programs.length);
      const modelled = fresh.flatMap(({ parts }) => parts.processes.filter((p) => p.modelled));
      expect(printed.match(/by the model$/gm) ?? []).toHaveLength(modelled.length);
    },
  );
});

describe('kernels of B-LeNet', () => {
  let blenet: Sample;
  beforeAll(async () => {
    blenet = await sample('blenet-pynq-z2');
  });

  test('count the cycles of each process that the model knows', () => {
    const { plans } = exported(blenet.analysis, blenet.numbers);
    const counted = plans.flatMap(({ parts }) => parts.processes.filter((p) => p.modelled));
    const modelled = blenet.analysis.lists.flatMap((l) =>
      l.layers.flatMap((each) => each.cost?.processes ?? []),
    );
    const exits = blenet.analysis.modules.filter((m) => m.kind === 'exit');
    // Two more for the decision of each exit.
    expect(counted).toHaveLength(modelled.length + 2 * exits.length);
  });

  test('are the same bytes each time, and report where their weights are from', () => {
    const [first, second] = [1, 2].map(() => exported(blenet.analysis, blenet.numbers));
    expect(second?.files).toEqual(first?.files);
    for (const [name, text] of first?.files ?? []) expect(text, name).toContain('blenet_mnist_int8.onnx');
  });
});
