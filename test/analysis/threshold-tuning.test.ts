import { describe, expect, test } from 'vitest';
import {
  type ThresholdTuning,
  howNear,
  thresholdTuning,
  thresholdTuningBetween,
} from '../../server/src/analysis/proposals/threshold-tuning';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { Cancelled } from '../../server/src/base/checkpoint';
import { checkFile } from '../../server/src/cli/files';
import { refactorings } from '../../server/src/ide/refactorings';
import { load } from '../support/fixture';
import { samples } from '../support/samples';

/** By sample: confidence and whether it is right at the first exit, at the second, and whether it is at the end. */
const trace = `
0.768 1 0.720 1 1
0.851 1 0.964 1 1
0.656 0 0.692 1 1
0.753 1 0.965 1 1
0.889 1 0.744 1 1
0.762 1 0.719 1 1
0.476 0 0.536 0 1
0.654 1 0.748 1 1
0.536 0 0.708 1 0
0.677 1 0.515 0 1
0.863 1 0.800 1 1
0.799 1 0.833 1 1`
  .trim()
  .split('\n')
  .flatMap((line, sample) => {
    const [c1 = '', r1 = '', c2 = '', r2 = '', r3 = ''] = line.split(' ');
    return [`${sample},0,${c1},1,1,${r1}`, `${sample},1,${c2},1,1,${r2}`, `${sample},2,0.900,1,1,${r3}`];
  });

const files = (threshold1: string, threshold2: string): string => `//- main.exeunt
device { board pynq-z2 }
network n {
  precision int8
  input image 1x8x8
  conv c1 kernel 3x3 filters 2 pad 1
  relu
  conv c2 kernel 3x3 filters 2 pad 1
  relu
  conv c3 kernel 3x3 filters 2 pad 1
  flatten
  dense fc units 4
}
exit e1 after c1 { flatten dense d1 units 4 when softmax >= $0${threshold1} on static }
exit e2 after c2 { flatten dense d2 units 4 when softmax >= ${threshold2} on static }
stage a in r { c1 }
stage b in r { c2 }
stage c in r { c3 .. fc }
region r { pblock SLICE_X82Y50:SLICE_X113Y99 DSP48_X3Y20:DSP48_X4Y39 RAMB18_X4Y20:RAMB18_X5Y39 RAMB36_X4Y10:RAMB36_X5Y19 }
profile "t.csv"
budget { accuracy >= 90.6% }
//- t.csv
sample_id,exit,confidence,pred,label,correct
${trace.join('\n')}
`;

async function tuned(threshold1: string, threshold2: string) {
  const { analysis, offset } = await load(files(threshold1, threshold2));
  const tuning = thresholdTuning(analysis);
  if ('missing' in tuning) throw new Error(tuning.missing);
  return { analysis, offset, tuning };
}

describe('the thresholds of two exits', () => {
  test('are the least: in the report, and in the rewrite that is offered', async () => {
    const { analysis, offset, tuning } = await tuned('0.9', '0.9');
    expect(tuning.best).toMatchObject({ thresholds: [0.654, 0.692], meanNs: 1_712_058, gap: 0 });
    expect(tuning.best?.accuracy).toBeCloseTo(11 / 12, 9);
    expect(buildReport(analysis, []).thresholds?.best).toMatchObject({
      meanNs: 1_712_058,
      boundNs: 1_712_058,
      gap: 0,
      exits: [
        { name: 'e1', threshold: 0.654 },
        { name: 'e2', threshold: 0.692 },
      ],
    });
    const [rewrite] = refactorings(analysis, offset, offset);
    expect(rewrite?.edits.map((e) => e.text)).toEqual(['0.654', '0.692']);
    expect(rewrite?.title).toContain('for the lowest mean latency within the accuracy budget');
  });

  test('stay as written where that does as well', async () => {
    const { tuning } = await tuned('0.9', '0.7');
    expect(tuning.best).toMatchObject({ thresholds: [0.654, 0.7], meanNs: 1_712_058 });
    expect((await tuned('0.64', '0.6')).tuning.best?.thresholds).toEqual([0.64, 0.6]);
  });
});

test('the search can be cancelled, and leaves nothing half done', async () => {
  const { analysis } = await load(files('0.9', '0.9'));
  const cancelled = thresholdTuningBetween(analysis, () => Promise.reject(new Cancelled()));
  await expect(cancelled).rejects.toThrow(Cancelled);
  expect(await thresholdTuningBetween(analysis, () => Promise.resolve())).toMatchObject({ best: { gap: 0 } });
});

test('of nine exits and ten thousand samples they are found, and how near the least they are is said', async () => {
  const path = samples.find((s) => s.name === 'vgg10-ten-exits')?.path ?? '';
  const { analysis } = await checkFile(path);
  const tuning = thresholdTuning(analysis) as ThresholdTuning;
  const { best } = tuning;
  expect(best?.meanNs).toBeLessThanOrEqual(14_700_000);
  expect(best?.accuracy).toBeGreaterThanOrEqual(0.82);
  expect(best?.boundNs).toBeLessThanOrEqual(best?.meanNs ?? 0);
  // By chains of cells; boxes alone leave 53 %.
  expect(best?.gap).toBeLessThan(0.31);
  expect(best && howNear(best)).toMatch(/^not proved: none below .* ms, a gap of \d+\.\d %$/);
});
