/** `export all`: one folder whose parts fit each other. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, hasTcl } from '../export/vivado/checked';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';
import { execute, hasTool } from '../support/compilers';
import { reconfigured } from '../support/designs';
import { samples } from '../support/samples';

let folder: string;
let cli: { path: string; remove: () => Promise<void> };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exeunt all '));
  cli = await bundled('command-line');
  const sample = samples.find((s) => s.name === 'blenet-ping-pong');
  const { status, err } = await run(cli.path, ['export', 'all', sample?.path ?? '', '-o', 'out ü'], folder);
  expect(status, err).toBe(0);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true, force: true });
});

const text = (name: string) => readFile(join(folder, 'out ü', name), 'utf8');

describe('exeunt export all', () => {
  it.skipIf(!hasTcl)('has a Vivado project that builds of the kernels beside it', async () => {
    const out = join(folder, 'out ü');
    const names = readdirSync(join(out, 'vivado'), { recursive: true, encoding: 'utf8' });
    const files = names
      .filter((name) => /\.\w+$/.test(name))
      .map((name) => [`vivado/${name}`, readFileSync(join(out, 'vivado', name), 'utf8')] as const);
    const { ok, said } = build(new Map(files));
    expect(ok, said).toBe(true);
    const manifest = JSON.parse(await text('vivado/ip_manifest.json')) as { vlnv: string }[];
    for (const { vlnv } of manifest) {
      const top = vlnv.split(':')[2] ?? '';
      expect(await text(`hls/${top}/run_hls.tcl`)).toContain(`-ipname ${top}`);
    }
  });

  it('has one address map, in the script and in the program', async () => {
    const script = await text('vivado/build.tcl');
    const header = await text('runtime/design.h');
    const assigned = [
      ...script.matchAll(
        /-offset (0x[0-9A-F]+) -range 0x00010000 -target_address_space \[get_bd_addr_spaces ps/g,
      ),
    ];
    const named = [...header.matchAll(/#define EXEUNT_\w+_(?:KERNEL|DMA|DECOUPLER|NUMBERS) (0x[0-9A-F]+)u/g)];
    expect(assigned.length).toBe(11);
    expect(named.map((m) => m[1])).toEqual(assigned.map((m) => m[1]));
  });

  it('reports what the design promises, and no other design beside it', async () => {
    const sample = samples.find((s) => s.name === 'blenet-ping-pong');
    const { out } = await run(cli.path, ['report', sample?.path ?? '', '--json'], folder);
    const whole = JSON.parse(out) as Record<string, unknown>;
    const others = { baselines: [], breakEvenBatch: null, verdict: null, thresholds: null };
    expect(whole).not.toMatchObject(others);
    expect(JSON.parse(await text('report.json'))).toEqual({ ...whole, ...others });
  });

  it('has one schedule, on the board and in the twin', async () => {
    const steps = (source: string) => [...source.matchAll(/^ +\{("\w+".*)\},$/gm)].map((m) => m[1]);
    const board = steps(await text('runtime/design.c'));
    expect(board).toHaveLength(5);
    expect(steps(await text('runtime/design/exeunt_tables.c'))).toEqual(board);
  });

  it.each([
    ['all', 'pynq-z2'],
    ['vivado', 'zcu104'],
    ['kria', 'kv260'],
  ])('refuses a port that it cannot build, with its line: %s', async (part, board) => {
    const path = join(folder, `${part}.exeunt`);
    await writeFile(
      path,
      reconfigured
        .replace('pynq-z2', board)
        .replace('clock 100 MHz', 'port icap')
        .replace(/region rp0 [^]*/, 'region rp0 { pblock auto }'),
    );
    const { status, err } = await run(cli.path, ['export', part, path, '-o', `icap ${part}`], folder);
    expect(status).toBe(2);
    expect(err).toMatch(/\.exeunt:\d+:\d+: error EX8017: .*write `port pcap`/);
    expect(existsSync(join(folder, `icap ${part}`))).toBe(false);
  });

  it('explains to a Zynq user how to build, copy and run it', async () => {
    const readme = await text('README.md');
    for (const step of [
      'make sim',
      'make hls',
      'make vivado',
      'scp -r',
      '/lib/firmware',
      'modprobe u-dma-buf',
      'exeunt calibrate',
    ]) {
      expect(readme).toContain(step);
    }
  });

  it.skipIf(!hasTool('make'))('says how to get what a part of it needs', () => {
    const path = `PATH=${process.env['PATH'] ?? ''}`;
    for (const [target, reason] of [
      ['hls', 'Vitis'],
      ['vivado', 'Vivado 2022.2 or newer'],
    ] as const) {
      expect(() => execute('env', [path, 'make', '-C', join(folder, 'out ü'), target])).toThrow(reason);
    }
  });
});
