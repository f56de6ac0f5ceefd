/** Stages that several values cross: a stream each, from the kernels to the twin. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { diagnose } from '../../../server/src/diagnostics/diagnose';
import { goldenInputs, valuesOf } from '../../../server/src/export/hls/golden';
import type { HlsExport } from '../../../server/src/export/hls/hls-export';
import { cascade, residual, shared, unet } from '../../support/crossing-designs';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { exitModels } from '../../support/exit-models';
import { load } from '../../support/fixture';
import { imported } from '../../support/imported';
import { buildTestbenches, counted, exported, runCounted, sanitized, writeFiles } from './kernels';

const designs = { residual, unet, shared, cascade } as const;

describe.skipIf(!hasTool('g++'))('kernels that several values enter and leave', () => {
  const folder = temporaryFolder();

  test.each([
    ['under sanitizers', 'sanitized', sanitized],
    ['in the cycles of the model, over FIFOs of their depth', 'counted', counted],
  ] as const)('compute what the reference says %s', { timeout: 300_000 }, async (_, name, flags) => {
    const made = await Promise.all(
      Object.values(designs).map(async (text) => {
        const { analysis } = await load(text);
        expect(diagnose(analysis).filter((d) => d.code.startsWith('EX8'))).toEqual([]);
        return exported(analysis, randomNumbers(analysis.lists, 3));
      }),
    );
    // As an import writes them: the exit's head is a part of the network.
    for (const model of [exitModels.cascade, exitModels.ensemble, exitModels.sharedHead]) {
      const { analysis } = await imported(model);
      made.push(exported(analysis, randomNumbers(analysis.lists, 3)));
    }
    const program = buildTestbenches(folder, name, made, flags);
    // At every lag of the pipelines too: streams that come on DMAs of their own may come in any order.
    const said = flags === counted ? runCounted(program) : execute(program, []);
    expect(said).not.toContain('WRONG');
    expect(said.match(/every value is right/g)).toHaveLength(made.flatMap((m) => m.plans).length);
  });

  test.each([
    ['residual', 'overlap'],
    ['unet', 'overlap'],
    ['shared', 'speculate'],
    ['cascade', 'serial'],
  ] as const)(
    'of %s give the reference’s scores at every exit under the controller, %s',
    async (name, policy) => {
      const batch = policy === 'speculate' ? 3 : 1;
      const { analysis } = await load(`${designs[name]}schedule { policy ${policy} batch ${batch} }\n`);
      const numbers = randomNumbers(analysis.lists, 3);
      const made = exported(analysis, numbers);
      expect(made.notes.join()).not.toContain('left out');
      const path = join(folder, `${name}-${policy}`);
      const twin = buildTwin(path, made);
      const csv = join(path, 'logits.csv');
      execute(twin, ['--logits', csv]);
      const rows = readFileSync(csv, 'utf8').trim().split('\n').slice(1);
      const found = new Map(rows.map((row) => [row.split(',').slice(0, 2).join(), row.split(',').slice(4)]));
      const wanted = new Map(
        goldenInputs(analysis, numbers, 4).flatMap((inputs, sample) => {
          const values = valuesOf(analysis, numbers, inputs);
          return made.plans.flatMap(({ module, outputs: [port] }) => {
            const isEnd = module.kind === 'stage' && module.layers.includes(module.list.specs.length - 1);
            if (module.kind === 'stage' && !isEnd) return [];
            const own = values.get(module.list);
            const scores = port.layer < 0 ? own?.input : own?.layers[port.layer];
            const { scale, zeroPoint } = port.code;
            const real = [...(scores ?? [])].map((v) => Math.fround((v - zeroPoint) * Math.fround(scale)));
            return [[`${sample},${isEnd ? 'end' : module.name}`, real] as const];
          });
        }),
      );
      expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
      for (const [key, scores] of wanted)
        expect(
          found.get(key)?.map((z) => Math.fround(Number(z))),
          key,
        ).toEqual(scores);
      // And its timeline is the predicted one, each input leaving where its scores say.
      expect(execute(twin, [])).toContain('equal to the nanosecond');
    },
  );
});

/** What `make sim` builds, in one go. */
function buildTwin(folder: string, { files, plans }: HlsExport): string {
  writeFiles(folder, files);
  const runtime = ['controller', 'design', 'sim'].map((f) => join(folder, 'runtime', f));
  const sources = runtime.flatMap((f) =>
    readdirSync(f).flatMap((name) => (/\.(c|cpp)$/.test(name) ? [join(f, name)] : [])),
  );
  const kernels = plans.map(({ top }) => join(folder, 'hls', top, `${top}.cpp`));
  const includes = [join(folder, 'hls/include'), ...runtime, ...plans.map((p) => join(folder, 'hls', p.top))];
  const program = join(folder, 'twin');
  writeFileSync(join(folder, 'empty'), '');
  execute('g++', [
    ...['-std=c++14', '-O0', '-Wall', '-Wextra', '-Werror', '-Wno-unknown-pragmas'],
    ...includes.map((i) => `-I${i}`),
    ...['-x', 'c++', ...sources, ...kernels, '-o', program],
  ]);
  return program;
}
