/** A build that does not meet its clock is told where the clock is written. */
import { expect, it } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { calibrate } from '../../server/src/reports/calibrate';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';
import { checkFixes } from '../support/quick-fixes';
import { timing } from '../reports/samples';

const at = (clock: string) => reconfigured.replace('clock 100 MHz', clock);

/** The design at a clock, calibrated by a report that was read at 100 MHz. */
const afterReport = async (text: string, ...report: Parameters<typeof timing>) => {
  const { analysis } = await load(at('clock 100 MHz'));
  const read = calibrate(analysis, [{ name: 't.rpt', text: timing(...report) }], undefined);
  if ('error' in read) throw new Error(read.error);
  return `//- main.exeunt\n${text}\n//- main.calibration.json\n${JSON.stringify(read.calibration)}`;
};
const told = async (fixture: string) =>
  diagnose((await load(fixture)).analysis)
    .filter((d) => d.code === 'EX6020')
    .map((d) => `${d.severity}: ${d.message}`);

it('says what would be met, and offers it', async () => {
  const fixture = await afterReport(at('clock 100 MHz'), '-0.412');
  expect(await told(fixture)).toEqual([
    'warning: The build does not meet the clock: its longest path takes 10.4 ns (worst slack -0.412 ns of 10 ns, t.rpt), and the clock leaves 10 ns. 96 MHz would be met.',
  ]);
  await checkFixes(fixture, 'EX6020', {
    "Change to 'clock 96 MHz'":
      at('clock 96 MHz')
        .split('\n')
        .find((line) => line.includes('clock')) ?? '',
  });
});

it.each<[string, Parameters<typeof timing>, number]>([
  ['clock 100 MHz', ['0.15'], 0],
  ['clock 96 MHz', ['-0.412'], 0],
  ['clock 97 MHz', ['-0.412'], 1],
  // Slack that is left at 100 MHz is not enough for a faster clock.
  ['clock 150 MHz', ['0.15'], 1],
  ['clock 101 MHz', ['0.15'], 0],
])('%s after a slack of %s at 100 MHz: %i', async (clock, report, count) => {
  expect(await told(await afterReport(at(clock), ...report))).toHaveLength(count);
});

it('says that no clock mends hold times, and forgets them with a better report', async () => {
  const fixture = await afterReport(at('clock 50 MHz'), '0.4', '-0.008');
  expect(await told(fixture)).toEqual([
    expect.stringMatching(
      /does not meet its hold times \(worst hold slack -0\.008 ns, t\.rpt\), so it fails at any clock/,
    ),
  ]);
  const { analysis } = await load(fixture);
  const again = calibrate(analysis, [{ name: 't.rpt', text: timing('0.4') }], analysis.calibration);
  expect('calibration' in again && again.calibration.holdNs).toBeUndefined();
});
