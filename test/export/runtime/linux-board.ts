/** The Linux backend on a fake board: a sysfs tree, firmware, the processor's registers, and fake DMA. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll } from 'vitest';
import { execute, repository, temporaryFolder } from '../../support/compilers';

const runtime = join(repository, 'server/src/export/runtime');
const strict = [
  '-std=c99',
  '-Wall',
  '-Wextra',
  '-Wpedantic',
  '-Werror',
  '-fsanitize=address,undefined',
  '-g',
];
const includes = ['controller', 'fabric', 'linux'].map((f) => `-I${join(runtime, f)}`);
const sourcesIn = (part: string) =>
  readdirSync(join(runtime, part))
    .filter((f) => f.endsWith('.c'))
    .map((f) => `${part}/${f}`);
/** Without the instructions for caches, in whose place the harness has its own. */
const sources = [
  ...sourcesIn('controller'),
  ...sourcesIn('fabric'),
  'linux/exeunt_linux.c',
  'linux/exeunt_heap.c',
  'linux/exeunt_manager.c',
  'linux/exeunt_memory.c',
  'linux/exeunt_ps.c',
  'linux/exeunt_worker.c',
];

/** Dummy words, bus width detection, sync word: the head of a partial bitstream in the port's byte order. */
export const head = Buffer.from('ffffffffffffffff000000bb44002211ffffffffffffffff665599aa', 'hex');

/** Fletcher's, over little-endian words, as build.tcl writes it. */
const checksum = (data: Buffer): readonly [number, number] => {
  let [a, b] = [0, 0];
  for (let i = 0; i + 4 <= data.length; i += 4) {
    a = (a + data.readUInt32LE(i)) >>> 0;
    b = (b + a) >>> 0;
  }
  return [a, b];
};

/** One register of the processor in the file that stands for /dev/mem. */
export const poke = (root: string, address: number, value: number): void => {
  const word = Buffer.alloc(4);
  word.writeUInt32LE(value >>> 0);
  const file = openSync(join(root, 'mem'), 'r+');
  writeSync(file, word, 0, 4, address);
  closeSync(file);
};

export const peek = (root: string, address: number): number => {
  const word = Buffer.alloc(4);
  const file = openSync(join(root, 'mem'), 'r');
  readSync(file, word, 0, 4, address);
  closeSync(file);
  return word.readUInt32LE(0);
};

/** Boards to change and run on. `given.env` is the environment of the program; `checked` stops before the first input. */
export function linuxHarness() {
  const folder = temporaryFolder();
  const program = join(folder, 'harness');

  beforeAll(() => {
    const harness = join(repository, 'test/export/runtime/linux-harness.c');
    const files = sources.map((f) => join(runtime, f));
    execute('gcc', [...strict, ...includes, harness, ...files, '-o', program, '-lpthread']);
  });

  let boards = 0;
  const board = (change: (root: string) => void = () => undefined): string => {
    const root = join(folder, `board${boards++}`);
    const manager = join(root, 'sys/class/fpga_manager/fpga0');
    const buffer = join(root, 'sys/class/u-dma-buf/udmabuf0');
    for (const path of [manager, buffer, join(root, 'firmware')]) mkdirSync(path, { recursive: true });
    writeFileSync(join(manager, 'flags'), '0');
    execFileSync('mkfifo', [join(manager, 'firmware'), join(manager, 'state')]);
    writeFileSync(join(buffer, 'phys_addr'), '0x1f000000\n');
    writeFileSync(join(buffer, 'size'), '65536\n');
    writeFileSync(join(buffer, 'sync_mode'), '1');
    const tree = join(root, 'proc/device-tree');
    for (const [path, hz] of [
      ['amba/slcr@f8000000/clkc@100/ps-clk-frequency', 33_333_333],
      ['pss_ref_clk/clock-frequency', 33_333_333],
    ] as const) {
      mkdirSync(join(tree, dirname(path)), { recursive: true });
      const word = Buffer.alloc(4);
      word.writeUInt32BE(hz);
      writeFileSync(join(tree, path), word);
    }
    writeFileSync(
      join(root, 'proc/iomem'),
      '00000000-1fffffff : System RAM\n  00008000-00bfffff : Kernel code\n43c00000-43c6ffff : reserved\n',
    );
    for (const [name, bytes] of [
      ['udmabuf0', 65536],
      ['mem', 0xff5e_1000],
    ] as const) {
      writeFileSync(join(root, name), '');
      truncateSync(join(root, name), bytes);
    }
    const image = Buffer.concat([head, Buffer.alloc(1024)]);
    const sums = checksum(image)
      .map((sum) => `0x${sum.toString(16).toUpperCase().padStart(8, '0')}`)
      .join(' ');
    const names = ['rp0_front.bin', 'rp0_back.bin'];
    for (const name of names) writeFileSync(join(root, 'firmware', name), image);
    writeFileSync(
      join(root, 'firmware/exeunt_build.txt'),
      `build 0xB0000001\ndesign 0xD0000001\n${names.map((name) => `file ${name} ${image.length} ${sums}\n`).join('')}`,
    );
    // Clocks of 100 MHz: PLLs of 30 times the reference, divided by ten.
    poke(root, 0xf800_0108, 30 << 12);
    poke(root, 0xf800_0170, 0x0010_0a00);
    poke(root, 0xff5e_0020, 30 << 8);
    poke(root, 0xff5e_00c0, 0x0101_0a00);
    poke(root, 0xfd61_5000, 0x200);
    change(root);
    return root;
  };

  const given: { env: NodeJS.ProcessEnv } = { env: process.env };
  const run = (root: string, failing: number, ...inputs: number[]) => {
    const args = [root, String(failing), ...inputs.map(String)];
    const { stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      timeout: 20_000,
      env: given.env,
    });
    return { lines: stdout.trim().split('\n'), log: stderr.trim().split('\n') };
  };

  const checked = (root: string, more: Record<string, string> = {}) => {
    given.env = { ...process.env, HELD: '1', ...more };
    const { lines } = run(root, 0, 5);
    given.env = process.env;
    return lines[0] ?? '';
  };
  return { board, run, checked, given };
}
