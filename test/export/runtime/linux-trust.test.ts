/** What the Linux backend sets and refuses before anything runs: clock, port widths, build, files, memory. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { execute, hasTool, repository } from '../../support/compilers';
import { head, linuxHarness, peek, poke } from './linux-board';

describe.skipIf(!hasTool('gcc'))('the Linux backend', () => {
  const { board, run, checked, given } = linuxHarness();
  const slcr = 0xf800_0170;
  const plus = 0xff5e_00c0;

  it('leaves clock and port widths alone that are right', () => {
    expect(checked(board())).toBe('');
    expect(checked(board(), { PLUS: '1' })).toBe('');
    // A MHz of the asked 100 is no other clock.
    expect(checked(board((root) => poke(root, 0xf800_0108, 30 << 12)))).toBe('');
  });

  it.each([
    ['too fast', 0x0010_0500, /set the fabric's clock from 200\.000 to 100\.000 MHz$/],
    ['too slow', 0x0020_0a00, /from 50\.000 to 100\.000 MHz$/],
    ['of undivided PLL', 0x0010_0100, /from 1000\.000 to 100\.000 MHz$/],
  ])('sets a clock that is %s', (_, control, said) => {
    const root = board((folder) => poke(folder, slcr, control));
    expect(checked(root)).toMatch(said);
    const now = peek(root, slcr);
    expect(((now >> 8) & 63) * ((now >> 20) & 63)).toBe(10);
    // The source stays.
    expect(now & 0x30).toBe(0);
    expect(checked(root)).toBe('');
  });

  it('starts a clock that the kernel has stopped', () => {
    const root = board((folder) => poke(folder, 0xf800_0178, 1));
    expect(checked(root)).toMatch(/set the fabric's clock from 0\.000 to 100\.000 MHz/);
    expect(peek(root, 0xf800_0178)).toBe(0);
    const other = board((folder) => poke(folder, plus, 0x0001_0a00));
    expect(checked(other, { PLUS: '1' })).toMatch(/from 0\.000 to 100\.000 MHz/);
    expect(peek(other, plus) >>> 24).toBe(1);
  });

  it('unlocks the registers of the clocks, and locks them again', () => {
    const root = board((folder) => {
      poke(folder, slcr, 0x0010_0500);
      poke(folder, 0xf800_000c, 1);
    });
    expect(checked(root)).toMatch(/^said/);
    expect([peek(root, 0xf800_0008), peek(root, 0xf800_0004)]).toEqual([0xdf0d, 0x767b]);
  });

  it('says that a PLL makes no faster clock', () => {
    const root = board((folder) => {
      // A bypassed PLL gives the reference itself.
      poke(folder, 0xf800_0108, (30 << 12) | 0x10);
      poke(folder, slcr, 0x0020_0a00);
    });
    expect(checked(root)).toMatch(/from 1\.667 to 33\.333 MHz, the most that its PLL makes: predicted times/);
  });

  it('sets widths of memory ports that the boot image left', () => {
    const root = board((folder) => {
      poke(folder, 0xf800_8000, 1);
      poke(folder, 0xf800_9014, 0xf01);
      // A third port is not the design's.
      poke(folder, 0xf800_a000, 1);
    });
    expect(checked(root)).toBe('said: set the width of S_AXI_HP0, reads; set the width of S_AXI_HP1, writes');
    expect([0xf800_8000, 0xf800_9014, 0xf800_a000].map((a) => peek(root, a))).toEqual([0, 0xf00, 1]);
    const other = board((folder) => {
      poke(folder, 0xfd38_0000, 1);
      poke(folder, 0xfd39_0014, 2);
      poke(folder, 0xfd61_5000, 0x400);
    });
    expect(checked(other, { PLUS: '1' })).toMatch(/S_AXI_HP0, reads; .*S_AXI_HP1, writes; .*M_AXI_HPM0_FPD$/);
    expect([0xfd38_0000, 0xfd39_0014, 0xfd61_5000].map((a) => peek(other, a))).toEqual([0, 0, 0x600]);
  });

  it('takes the reference clock that it is given, where the device tree has none', () => {
    const bare = () => board((folder) => rmSync(join(folder, 'proc/device-tree'), { recursive: true }));
    expect(checked(bare())).toMatch(/device tree does not tell .*--reference-clock/);
    // 50 MHz times 30 by ten are 150.
    expect(checked(bare(), { REFERENCE: '50000000' })).toMatch(/from 150\.000 to 100\.000 MHz/);
  });

  it.each<readonly [string, (root: string) => void, Record<string, string>, RegExp]>([
    [
      'a clock whose PLL is off',
      (root) => {
        poke(root, 0xf800_0108, (30 << 12) | 1);
      },
      {},
      /PLL is off: boot with the FSBL/,
    ],
    [
      'another design in the fabric',
      () => undefined,
      { DESIGN: 'd0000002' },
      /another design \(0xD0000002\) .*Load its full bitstream/,
    ],
    [
      'another build in the fabric',
      () => undefined,
      { BUILD: 'b0000002' },
      /holds build 0xB0000002, and the partial bitstreams are of build 0xB0000001/,
    ],
    [
      'a fabric that does not answer',
      () => undefined,
      { UNPOWERED: '1' },
      /no answer from the fabric at 0xFF600000: it does not hold this design/,
    ],
    [
      'a partial bitstream of another build',
      (root) => {
        const image = Buffer.concat([head, Buffer.alloc(1024)]);
        image[600] = 1;
        writeFileSync(join(root, 'firmware/rp0_back.bin'), image);
      },
      {},
      /rp0_back\.bin is not the file of this build/,
    ],
    [
      'a list without the file',
      (root) =>
        writeFileSync(join(root, 'firmware/exeunt_build.txt'), 'build 0xB0000001\ndesign 0xD0000001\n'),
      {},
      /rp0_front\.bin is not in exeunt_build\.txt/,
    ],
    [
      'no list of the build',
      (root) => rmSync(join(root, 'firmware/exeunt_build.txt')),
      {},
      /exeunt_build\.txt.*Copy it from vivado\/bitstreams/,
    ],
    [
      'a list that is damaged',
      (root) => writeFileSync(join(root, 'firmware/exeunt_build.txt'), ''),
      {},
      /damaged/,
    ],
    [
      'memory that the kernel does not map as RAM',
      () => undefined,
      { BUFFER: '0x43c00000:65536' },
      /no RAM that the kernel maps .*no-map/,
    ],
    [
      'memory that reaches beyond the RAM',
      () => undefined,
      { BUFFER: '0x1fff0000:131072' },
      /no RAM that the kernel maps/,
    ],
    [
      'a buffer above 4 GB',
      (root) => writeFileSync(join(root, 'sys/class/u-dma-buf/udmabuf0/phys_addr'), '0x800000000\n'),
      {},
      /lies above 4 GB/,
    ],
  ])('refuses %s', (_, change, given, reason) => {
    expect(checked(board(change), given)).toMatch(new RegExp(`^refused: .*${reason.source}`));
  });

  describe('without u-dma-buf', () => {
    const heap = (more: (root: string) => void = () => undefined) =>
      board((root) => {
        rmSync(join(root, 'sys/class/u-dma-buf'), { recursive: true });
        mkdirSync(join(root, 'dma_heap'));
        writeFileSync(join(root, 'dma_heap/linux,cma'), '');
        mkdirSync(join(root, 'proc/self'));
        writeFileSync(join(root, 'proc/self/pagemap'), '');
        more(root);
      });

    it('takes contiguous memory of a heap, and cleans the caches around each transfer', () => {
      given.env = { ...process.env, HEAP: 'whole' };
      const root = heap();
      const { lines } = run(root, 0, 500, 5);
      given.env = process.env;
      expect(lines.filter((l) => /^(input|WRONG|refused)/.test(l))).toEqual([
        'input 500 exit -1 label 2',
        'input 5 exit 1 label 7',
      ]);
      // All of it once; then the 8, 8 + 16 and 8 bytes of inputs and results, before and (results) after each run.
      const cleaned = Number(lines.find((l) => l.startsWith('cleaned'))?.slice(8));
      expect(cleaned).toBeGreaterThan(65_536 + 2 * (8 + 8 + 8));
      expect(readFileSync(join(root, 'heap-memory')).some((byte) => byte !== 0)).toBe(true);
    });

    it.each<readonly [string, Record<string, string>, RegExp]>([
      ['in pieces', { HEAP: 'pieces' }, /gives memory in pieces, .*heap of contiguous memory/],
      [
        'whose caches a program cannot clean',
        { HEAP: 'whole', UNCLEANED: '1' },
        /32-bit ARM cannot clean its caches: use u-dma-buf/,
      ],
    ])('refuses memory %s', (_, given, reason) => {
      expect(checked(heap(), given)).toMatch(new RegExp(`^refused: .*${reason.source}`));
    });

    it('names every way to memory where there is none', () => {
      const bare = board((root) => rmSync(join(root, 'sys/class/u-dma-buf'), { recursive: true }));
      expect(checked(bare, { HEAP: 'whole' })).toMatch(
        /^refused: no DMA buffer .*modprobe u-dma-buf.*\/dev\/dma_heap.*--buffer ADDRESS:BYTES.*PYNQ/,
      );
    });
  });

  it.skipIf(!hasTool('clang'))(
    'cleans caches to the memory on 64-bit ARM, and does not claim to on 32-bit',
    () => {
      const source = join(repository, 'server/src/export/runtime/linux/exeunt_cache.c');
      const assembly = (target: string) =>
        execute('clang', [
          `--target=${target}`,
          '-ffreestanding',
          '-O1',
          '-Wall',
          '-Wextra',
          '-Werror',
          '-S',
          source,
          '-o',
          '-',
        ]);
      expect(assembly('aarch64-linux-gnu')).toMatch(/dc\s+civac[^]*dsb\s+sy/);
      expect(assembly('armv7a-linux-gnueabihf')).not.toMatch(/\bmcr\b|civac/);
    },
  );

  it('maps u-dma-buf so that copies to it are safe on every processor', () => {
    const root = board();
    expect(checked(root)).toBe('');
    expect(readFileSync(join(root, 'sys/class/u-dma-buf/udmabuf0/sync_mode'), 'utf8')).toBe('2');
    expect(checked(board(), { BUFFER: '0x10000000:65536' })).toBe('');
  });
});
