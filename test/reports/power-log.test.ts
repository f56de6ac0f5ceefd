import { describe, expect, it } from 'vitest';
import { boardLines } from '../../server/src/reports/measured-power';
import { readReport } from '../../server/src/reports/read-report';
import { power } from './samples';

const board = (text: string) => {
  const found = readReport(text);
  if ('error' in found || found.kind !== 'board')
    throw new Error('error' in found ? found.error : found.kind);
  return found.watts;
};

describe('a log of a power meter', () => {
  it('is split by a column of states', () => {
    const log =
      'time,power_mw,state\n0,1500,idle\n1,1540,idle\n2,1600,run\n3,1720,load\n3.5,1700,load\n4,1600,run\n';
    expect(board(log)).toEqual({ idleW: 1.52, runW: 1.6, loadW: 1.71, loadS: 1, loads: 1 });
  });

  it('is split by the lines of the runtime, with volts by amperes', () => {
    const log = [
      'timestamp,voltage,current',
      '10.000,5,0.3',
      '10.010,5,0.4',
      '10.015 exeunt load module=back bytes=387240 ms=10.000 MB/s=38.72',
      '10.020,5,0.3',
    ].join('\n');
    const watts = board(log);
    expect(watts.runW).toBeCloseTo(1.5);
    expect(watts.loadW).toBeCloseTo(2);
    expect(watts.loadS).toBeCloseTo(0.01);
  });

  it('tells what a load takes beyond idle power', () => {
    const lines = boardLines({ source: 'm.csv', idleW: 1.5, loadW: 1.7, loadS: 0.02, loads: 2 }, 10);
    expect(lines[1]).toBe('a load takes 2 mJ beyond idle power, in 10 ms: mean of 2 (m.csv)');
  });

  it.each([
    ['time,power\n0,1.5\n', 'nothing in it says what the board did'],
    ['time,power,state\n', 'it has no samples'],
    ['time,power,state\n0,-1.5,idle\n', 'negative power'],
    ['time,power,state\n0,1.5,x\n', 'none of the words idle, run and load'],
  ])('%j is refused', (log, reason) => {
    const found = readReport(log);
    expect('error' in found ? found.error : '').toContain(reason);
  });
});

describe('report_power', () => {
  const constraints = (row: string) =>
    `${power('4.7')}\n2.2 Clock Constraints\n---------------------\n\n+---+---+---+\n| Clock | Domain | Constraint (ns) |\n+---+---+---+\n${row}+---+---+---+\n\n3. Detailed Reports\n`;

  it('without a clock constraint is refused, with the reason', () => {
    const found = readReport(constraints(''));
    expect('error' in found ? found.error : '').toMatch(/no clock constraint, so its 4\.7 W say nothing/);
  });

  it('with one tells its clock, and the watts of its components', () => {
    const parts = [
      '| Clocks | 0.031 | 3 | --- | --- |',
      '| Slice Logic | 0.014 | 9000 | --- | --- |',
      '|   LUT as Logic | 0.012 | 2865 | 17600 | 16.28 |',
      '|   Register | <0.001 | 3706 | 35200 | 10.53 |',
      '| Signals | 0.016 | 7000 | --- | --- |',
      '| Block RAM | <0.001 | 2 | 60 | 3.33 |',
      '| PS7 | 1.509 | 1 | --- | --- |',
    ].join('\n');
    const found = readReport(`${constraints('| clk_fpga_0 | clk | 10.0 |\n')}\n${parts}\n`);
    expect(found).toMatchObject({
      clockHz: 1e8,
      parts: { clocksW: 0.031, logicW: 0.03, bramW: 0.0005, psW: 1.509, lut: 2865, ff: 3706, bram18: 4 },
    });
  });
});
