import { expect, test } from 'vitest';
import { niceStep, timeAxis } from '../../../webview/src/drawing/gantt/ticks';

test.each([
  [0.3, 0.5],
  [1, 1],
  [1.1, 2],
  [2_100, 5_000],
  [50_001, 100_000],
])('the round step from %d up is %d', (atLeast, expected) => {
  expect(niceStep(atLeast)).toBeCloseTo(expected, 9);
});

test.each([
  [0, 24e6, 760, ['0 ms', '2', '4', '6', '8', '10', '12', '14', '16', '18', '20', '22', '24']],
  [0, 1.5e6, 300, ['0 ms', '0.5', '1.0', '1.5']],
  [0, 900, 300, ['0 ns', '200', '400', '600', '800']],
  [6e6, 8e6, 300, ['6.0 ms', '6.5', '7.0', '7.5', '8.0']],
  [0, 4e9, 300, ['0 s', '1', '2', '3', '4']],
])('ticks from %d to %d ns on %i pixels', (start, end, pixels, labels) => {
  expect(timeAxis(start, end, pixels).ticks.map((tick) => tick.label)).toEqual(labels);
});
