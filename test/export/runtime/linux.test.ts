/** The Linux backend against a fake sysfs tree and fake DMA. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasTool } from '../../support/compilers';
import { head, linuxHarness } from './linux-board';

describe.skipIf(!hasTool('gcc'))('the Linux backend', () => {
  const { board, run, given } = linuxHarness();

  it('loads while decoupled, and an early exit joins its load before the next', () => {
    const { lines, log } = run(board(), 0, 500, 5, 500);
    expect(lines.filter((l) => l.startsWith('input'))).toEqual([
      'input 500 exit -1 label 2',
      'input 5 exit 1 label 7',
      'input 500 exit -1 label 2',
    ]);
    expect(lines.filter((l) => /^(load|decouple)/.test(l)).slice(0, 6)).toEqual([
      'decouple 1',
      'load rp0_back.bin decoupled=1',
      'decouple 0',
      'decouple 1',
      'load rp0_front.bin decoupled=1',
      'decouple 0',
    ]);
    expect(lines.at(-1)).toBe('settled');
    expect(lines.join()).not.toContain('WRONG');
    // Every load reports bytes, milliseconds and megabytes per second.
    expect(log[0]).toMatch(/^exeunt load module=back bytes=1052 ms=\d+\.\d{3} MB\/s=\d+\.\d\d$/);
  });

  it('runs a module on the processor beside the load', () => {
    given.env = { ...process.env, SOFTWARE: '1' };
    const { lines } = run(board(), 0, 500, 5);
    given.env = process.env;
    expect(lines.filter((l) => l.startsWith('input'))).toEqual([
      'input 500 exit -1 label 2',
      'input 5 exit 1 label 7',
    ]);
    // It ends only once the transfer has begun: one after the other they would wait for each other for ever. Which of
    // the two threads writes its line first is open.
    expect(lines[0]).toBe('decouple 1');
    const begun = lines.filter((l) => l === 'software' || l.startsWith('load'));
    expect(begun.slice(0, 2).sort()).toEqual(['load rp0_back.bin decoupled=1', 'software']);
  });

  it('sends the weights that stream from memory for every input that comes to their module', () => {
    given.env = { ...process.env, WEIGHTS: '1', BATCH: '4' };
    const { lines } = run(board(), 0, 500, 5, 600, 700);
    const small = run(
      board((root) => writeFileSync(join(root, 'sys/class/u-dma-buf/udmabuf0/size'), '16\n')),
      0,
      5,
    );
    given.env = process.env;
    expect(lines.filter((l) => l.startsWith('input'))).toEqual([
      'input 500 exit -1 label 2',
      'input 5 exit 1 label 7',
      'input 600 exit -1 label 2',
      'input 700 exit -1 label 2',
    ]);
    expect(lines.slice(-2)).toEqual(['weights 3 times', 'settled']);
    expect(lines.join()).not.toContain('WRONG');
    expect(small.lines[0]).toMatch(
      /no memory that DMA reaches: its weights, which stream from memory, do not fit/,
    );
  });

  it('repeats a load that failed once', () => {
    const { lines } = run(board(), 1, 500);
    expect(lines.filter((l) => l.startsWith('load'))).toEqual(Array(2).fill('load rp0_back.bin decoupled=1'));
    expect(lines).toContain('input 500 exit -1 label 2');
  });

  it('leaves the region decoupled when it fails again, and says which inputs that stops', () => {
    const { lines } = run(board(), 2, 5, 500, 600);
    expect(lines.filter((l) => /^(input|fault)/.test(l))).toEqual([
      'input 5 exit 1 label 7',
      'input 500 failed: front: a module could not be loaded, twice',
      'fault the transfer of its bitstream failed; the region stays decoupled; decoupled=1',
      'input 600 failed: front: a module could not be loaded, twice',
      'fault the transfer of its bitstream failed; the region stays decoupled; decoupled=1',
    ]);
    expect(lines.at(-1)).toBe('settled');
  });

  it.each([
    [
      'a .bit in place of a .bin',
      (root: string) =>
        writeFileSync(join(root, 'firmware/rp0_back.bin'), Buffer.from('ffffffffaa995566', 'hex')),
      /no bitstream in the port's byte order/,
    ],
    [
      'a length that is no whole word',
      (root: string) =>
        writeFileSync(join(root, 'firmware/rp0_back.bin'), Buffer.concat([head, Buffer.alloc(3)])),
      /port's byte order/,
    ],
    [
      'a bitstream that is not there',
      (root: string) => rmSync(join(root, 'firmware/rp0_back.bin')),
      /cannot read .*rp0_back\.bin.*Copy the \.bin files/,
    ],
    [
      'a kernel without the attributes',
      (root: string) => rmSync(join(root, 'sys/class/fpga_manager/fpga0/flags')),
      /linux-xlnx.*The mainline's/,
    ],
    [
      'no FPGA manager',
      (root: string) => rmSync(join(root, 'sys/class/fpga_manager'), { recursive: true }),
      /no FPGA manager/,
    ],
    [
      'no buffer',
      (root: string) => rmSync(join(root, 'sys/class/u-dma-buf'), { recursive: true }),
      /modprobe u-dma-buf/,
    ],
  ])('refuses %s, and says what to do', (_, change, reason) => {
    expect(run(board(change), 0, 5).lines[0]).toMatch(reason);
  });

  it('gives up a load that hangs, and keeps its region away from everything', () => {
    given.env = { ...process.env, HANGS: '1' };
    const { lines } = run(board(), 0, 5, 500, 600);
    given.env = process.env;
    const failed = 'failed: front: a module could not be loaded, twice';
    expect(lines.filter((l) => /^(input|fault|settled)/.test(l))).toEqual([
      'input 5 exit 1 label 7',
      `input 500 ${failed}`,
      expect.stringMatching(/decoupled=1$/),
      `input 600 ${failed}`,
      expect.stringMatching(/decoupled=1$/),
      'settled',
    ]);
  });

  it('compares the bytes that arrive with those of a result', () => {
    given.env = { ...process.env, SHORT: '1' };
    const { lines } = run(board(), 0, 5, 500);
    given.env = process.env;
    expect(lines.filter((l) => /^(input|fault)/.test(l))).toEqual([
      'input 5 exit 1 label 7',
      expect.stringMatching(/^input 500 failed: back/),
      expect.stringMatching(/^fault it sent fewer bytes than its results have/),
    ]);
  });
});
