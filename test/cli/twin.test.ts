/** The exported kernels against onnxruntime itself, over real images: every logit, every exit, every decision. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runExport } from '../../server/src/cli/export';
import { readWithData } from '../../server/src/cli/model-file';
import { profiledExits } from '../../server/src/inference/profile/exits';
import { feed, rowOf } from '../../server/src/inference/profile/feed';
import { profile } from '../../server/src/inference/profile/profile';
import { spread } from '../../server/src/inference/quantise/calibrate';
import type { Criterion, Design } from '../../server/src/semantics/design';
import { execute, hasTool, temporaryFolder } from '../support/compilers';
import { idx } from '../support/data-files';
import { samples } from '../support/samples';
import {
  type Trained,
  analysisOf,
  blenet,
  dataOf,
  feedOf,
  onnxruntime,
  readBytes,
  vgg10,
} from '../support/trained';

const images = Number(process.env['EXEUNT_TWIN_IMAGES'] ?? 1000);

interface Row {
  readonly leaves: boolean;
  readonly pred: number;
  readonly logits: readonly number[];
}

/** Rows of the twin's file, by sample and exit. Nine digits are those of one float32 only. */
function rowsOf(path: string): ReadonlyMap<string, Row> {
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => {
      const [sample, exit, leaves, pred, ...logits] = line.split(',');
      return [
        `${sample},${exit}`,
        { leaves: leaves === '1', pred: Number(pred), logits: logits.map((z) => Math.fround(Number(z))) },
      ];
    }),
  );
}

/** Largest share of the softmax, of real numbers. */
function confidence(logits: readonly number[]): number {
  const most = Math.max(...logits);
  return 1 / logits.reduce((sum, z) => sum + Math.exp(z - most), 0);
}

/** Further from its threshold than the tables of the decision are exact. */
const clear = 1e-5;

const makers = { blenet, vgg10 } as const;
type Name = keyof typeof makers;

describe.skipIf(!hasTool('g++') || !hasTool('make'))('the software twin', () => {
  const folder = temporaryFolder();
  const said = new Map<Name, string>();

  /** Exports a sample as it is, and runs what `make sim` runs; what that says, and the program for more. */
  async function simulated(name: Name): Promise<{ printed: string; twin: string; predictions: string }> {
    const out = join(folder, name);
    const predictions = join(folder, `${name}-predictions.csv`);
    let printed = said.get(name);
    if (printed === undefined) {
      await runExport(['hls', makers[name].design, '-o', out]);
      // The optimiser takes most of the time.
      const make = ['-s', '-j2', '-C', out, 'sim', 'SIM_OPTIMISE=-O1'];
      printed = execute('make', [...make, `SIM_ARGUMENTS=--predictions ${predictions}`]);
      said.set(name, printed);
    }
    return { printed, twin: join(out, 'build/sim/twin'), predictions };
  }

  function int8Session(trained: Trained) {
    return onnxruntime(readBytes(trained.model.replace('.onnx', '_int8.onnx')), { optimise: false });
  }

  /** Every logit of every exit, over images of the whole test set; what differs, if anything does. */
  async function compared(name: Name) {
    const trained = makers[name];
    const { twin } = await simulated(name);
    const data = await dataOf(trained);
    const chosen = spread(data.count, images);
    const stored = await Promise.all(chosen.map((sample) => data.sample(sample)));
    const [channels = 1, height = 1, width = 1] = trained.shape;
    const pictures = join(folder, `${name}-images.idx`);
    const head = idx([images, height, width, channels], []);
    writeFileSync(pictures, Buffer.concat([head, ...stored.map((pixels) => Uint8Array.from(pixels))]));
    const made = join(folder, `${name}.csv`);
    execute(twin, ['--images', pictures, '--logits', made]);
    const rows = rowsOf(made);

    const { design } = await analysisOf(trained);
    const session = await int8Session(trained);
    const result = { logits: 0, different: 0, decisions: 0, otherwise: 0 };
    const numbers = new Map(chosen.map((sample, i) => [sample, i]));
    await feed(session, feedOf(trained, data, chosen), (sample, row, count, outputs) => {
      const at = numbers.get(sample) ?? -1;
      session.outputs.forEach((output, i) => {
        const exit = design.exits[i];
        const tensor = outputs.get(output);
        const ours = rows.get(`${at},${exit?.name ?? 'end'}`);
        if (tensor === undefined || ours === undefined) throw new Error(`no ${output} of image ${at}`);
        const logits = Array.from(rowOf(tensor, row, count));
        expect(ours.logits).toHaveLength(logits.length);
        logits.forEach((logit, k) => {
          result.logits++;
          if (logit !== ours.logits[k]) result.different++;
        });
        if (ours.pred !== logits.indexOf(Math.max(...logits))) result.otherwise++;
        const leaves = exit !== undefined && leavesAt(exit.when, logits);
        if (leaves !== undefined && leaves !== ours.leaves) result.otherwise++;
        result.decisions++;
      });
    });
    await session.release();
    return result;
  }

  /** Undefined at the threshold itself. */
  function leavesAt(
    when: { criterion: Criterion; comparison: '>=' | '<='; threshold: number } | undefined,
    logits: readonly number[],
  ): boolean | undefined {
    if (when?.criterion !== 'softmax') throw new Error('the samples decide by softmax');
    const over = confidence(logits) - when.threshold;
    return Math.abs(over) < clear ? undefined : over > 0 === (when.comparison === '>=');
  }

  /** What `exeunt profile` makes of the int8 model over the first samples: the rows, and where each sample leaves. */
  async function profiled(trained: Trained, count: number) {
    const { design, exits } = await int8Exits(trained);
    const session = await int8Session(trained);
    const run = feedOf(
      trained,
      await dataOf(trained),
      Array.from({ length: count }, (_, i) => i),
    );
    const rows: string[] = [];
    const leaving: string[] = [];
    await profile(session, exits, run, (_, lines) => {
      rows.push(...lines);
      leaving.push(leavesIn(design, lines));
    });
    await session.release();
    const path = join(dirname(trained.design), design.profile?.path ?? '');
    const [, ...shipped] = gunzipSync(readBytes(path)).toString().split('\n');
    return { rows, leaving, shipped: shipped.slice(0, rows.length) };
  }

  async function int8Exits(trained: Trained) {
    const analysis = await analysisOf(trained);
    const { design } = analysis;
    const { model } = await readWithData(
      trained.model,
      readBytes(trained.model.replace('.onnx', '_int8.onnx')),
    );
    return { design, exits: profiledExits(analysis, design.networks[0]?.name ?? '', model) };
  }

  test.each<[Name, number, RegExp]>([
    ['blenet', 10_000, /^accuracy 99\.07 % \(predicted 99\.07 %\)/m],
    ['vgg10', 1000, /^accuracy 82\.90 % \(predicted 82\.\d+ %\)/m],
  ])('of %s leaves with each of its images where the int8 model’s trace does', async (name, count, right) => {
    const { printed, predictions } = await simulated(name);
    expect(printed).toContain('equal to the nanosecond');
    expect(printed).toMatch(right);
    expect(printed).toContain(`profile: each of the ${count} inputs leaves where it says`);
    const { rows, leaving, shipped } = await profiled(makers[name], count);
    const made = readFileSync(predictions, 'utf8').trim().split('\n').slice(1);
    expect(made.map((row) => row.split(',').slice(1, 3).join())).toEqual(leaving);
    expect(rows).toEqual(shipped);
  });

  test('of a front that goes on while its tail reconfigures has the predicted period, within 1 %', async () => {
    const out = join(folder, 'front-and-tail');
    await runExport(['hls', samples.find((s) => s.name === 'front-and-tail')?.path ?? '', '-o', out]);
    const printed = execute('make', ['-s', '-j2', '-C', out, 'sim', 'SIM_OPTIMISE=-O1']);
    expect(printed).toContain('10000 inputs');
    expect(printed).toContain('profile: each of the 10000 inputs leaves where it says');
    const [, apart] = /^in random order.*\(([-+][\d.]+) %\)$/m.exec(printed) ?? [];
    expect(Math.abs(Number(apart))).toBeLessThan(1);
  });

  test.each<[Name, number]>([
    ['blenet', 3],
    ['vgg10', 10],
  ])('of %s is onnxruntime with the int8 model, at every exit', async (name, exits) => {
    expect(await compared(name)).toEqual({
      logits: 10 * exits * images,
      different: 0,
      decisions: exits * images,
      otherwise: 0,
    });
  });

  test('reports how many inputs leave elsewhere than a profile says', async () => {
    const { twin } = await simulated('blenet');
    const sim = join(folder, 'blenet/runtime/sim');
    const rows = readFileSync(join(sim, 'profile.csv'), 'utf8').split('\n');
    const other = join(folder, 'other.csv');
    const run = (lines: readonly string[]): string => {
      writeFileSync(other, lines.join('\n'));
      return execute(twin, ['--images', join(sim, 'images.idx'), '--profile', other, '--count', '20']);
    };
    expect(rows[8]).toBe('7,0,9');
    expect(run(rows.with(8, '7,2,9').with(11, '10,0,9'))).toContain(
      'profile: of 20 inputs 1 leave elsewhere than it says, 1 have another label; the first is input 7\n',
    );
    expect(() => run(rows.slice(0, 15))).toThrow(/other\.csv does not hold a row for each image/);
    expect(() => run(rows.with(3, 'nonsense'))).toThrow(/other\.csv does not hold sample_id,exit,pred/);
  });
});

/** The first exit whose threshold a sample's rows meet, and its class there. */
function leavesIn({ exits }: Design, rows: readonly string[]): string {
  for (const row of rows) {
    const [, exit = '', confidence, , , , pred = ''] = row.split(',');
    const threshold = exits.find((e) => e.name === exit)?.when?.threshold ?? 0;
    if (Number(confidence) >= threshold) return `${exit},${pred}`;
  }
  throw new Error('no row of the end');
}
