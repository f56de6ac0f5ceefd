/** Loads of several logs. */
import { expect, it } from 'vitest';
import { calibrate } from '../../server/src/reports/calibrate';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';

it('adds up loads of logs that are read together, in place of those of an earlier run', async () => {
  const { analysis } = await load(reconfigured);
  const log = (name: string, ms: number) => ({
    name,
    text: `exeunt load module=back bytes=857740 ms=${ms}.000 MB/s=1`,
  });
  const first = calibrate(analysis, [log('a.log', 40), log('b.log', 44)], undefined);
  if ('error' in first) throw new Error(first.error);
  expect(first.calibration.loads.map((l) => l.ns)).toEqual([40e6, 44e6]);
  const again = calibrate(analysis, [log('c.log', 50)], first.calibration);
  expect('calibration' in again && again.calibration.loads.map((l) => l.ns)).toEqual([50e6]);
});
