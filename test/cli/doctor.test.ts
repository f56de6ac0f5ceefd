import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { reconfigured } from '../support/designs';

let folder: string;
let cli: { path: string; remove: () => Promise<void> };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exeunt doctor '));
  cli = await bundled('command-line');
  await writeFile(join(folder, 'design.exeunt'), reconfigured);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true, force: true });
});

/** A PATH with only these programs; each records that it was run. */
async function programs(name: string, versions: Record<string, string>): Promise<string> {
  const bin = join(folder, name, 'bin');
  await mkdir(bin, { recursive: true });
  for (const [program, version] of Object.entries(versions)) {
    await writeFile(
      join(bin, program),
      `#!/bin/sh\necho ran >> "${join(folder, 'ran')}"\necho "${version}"\n`,
    );
    await chmod(join(bin, program), 0o755);
  }
  return bin;
}

function doctor(path: string, ...args: string[]): Promise<{ status: number; out: string }> {
  return new Promise((done) => {
    const env = { PATH: path, HOME: folder };
    // The programs are shell scripts, and sh is found by its full path.
    execFile(process.execPath, [cli.path, 'doctor', ...args], { cwd: folder, env }, (error, out) =>
      done({ status: typeof error?.code === 'number' ? error.code : 0, out }),
    );
  });
}

describe('exeunt doctor', () => {
  it('says what is there, and what each export lacks', async () => {
    const bin = await programs('some', {
      'g++': 'g++ (Debian) 12.2.0',
      make: 'GNU Make 4.3',
      vivado: 'Vivado v2023.2 (64-bit)',
    });
    const { status, out } = await doctor(bin);
    expect(status).toBe(0);
    expect(out).toMatch(/C\+\+ compiler +12\.2\.0 +\S*.*g\+\+/);
    expect(out).toMatch(/Vivado +2023\.2/);
    expect(out).toContain('make sim: ready');
    expect(out).toContain('make hls: needs Vitis HLS (vitis-run) or Vitis HLS (vitis_hls)');
    expect(out).toContain('make vivado: ready');
    expect(out).toMatch(/device-tree compiler +not found: apt-get install/);
  });

  it('says that a Vivado is too old, and takes one from a setting', async () => {
    const bin = await programs('old', { make: '4.3', vivado: 'Vivado v2021.1 (64-bit)' });
    expect((await doctor(bin)).out).toContain('make vivado: needs Vivado 2022.2 or newer (this is 2021.1)');
    const newer = await programs('newer', { vivado: 'Vivado v2024.1' });
    const { out } = await doctor(bin, '--tool', `vivado=${join(newer, 'vivado')}`);
    expect(out).toContain('make vivado: ready');
  });

  it('looks for the board files of a design', async () => {
    const bin = await programs('board', { vivado: 'Vivado v2023.2' });
    expect((await doctor(bin, 'design.exeunt')).out).toMatch(/PYNQ-Z2: not found; they come with/);
    await mkdir(join(folder, 'board/data/boards/board_files/pynq-z2/A.0'), { recursive: true });
    expect((await doctor(bin, 'design.exeunt')).out).toContain('PYNQ-Z2: found');
  });

  it('executes nothing with --no-run', async () => {
    const bin = await programs('quiet', { vivado: 'Vivado v2023.2' });
    await rm(join(folder, 'ran'), { force: true });
    const { out } = await doctor(bin, '--no-run', '--json');
    const { tools } = JSON.parse(out) as { tools: { vivado: object } };
    expect(tools.vivado).toEqual({ path: join(bin, 'vivado') });
    await expect(writeFile(join(folder, 'ran'), '', { flag: 'wx' })).resolves.toBeUndefined();
  });

  it('reports what an issue needs, and neither names nor paths', async () => {
    const bin = await programs('issue', { make: 'GNU Make 4.3' });
    await writeFile(
      join(folder, 'secret.exeunt'),
      reconfigured.replace('filters 4', 'filters 4 parallel pe 3'),
    );
    const { status, out } = await doctor(bin, '--report', 'secret.exeunt');
    expect(status).toBe(0);
    expect(out).toMatch(/^- Exeunt \d+\.\d+\.\d+\n- Node v\d+\.\d+\.\d+, \w+ \w+, \S+\n- Tools: make 4\.3\n/);
    expect(out).toContain('- Not found: C++ compiler, Vitis HLS (vitis-run)');
    expect(out).toContain(
      'networks 1, layers 9, exits 1, switches 0, stages 2, regions 1; part xc7z020, policy overlap',
    );
    expect(out).toContain('- Diagnostics: EX4001 (1)\n');
    for (const name of ['secret', 'early', 'rp0', folder]) expect(out).not.toContain(name);
    expect((await doctor(bin, '--report')).out).not.toContain('Design');
    expect((await doctor(bin, '--report', '--json')).status).toBe(2);
  });

  it('refuses a tool that it does not know', async () => {
    expect((await doctor('', '--tool', 'emacs=/usr/bin/emacs')).status).toBe(2);
  });
});
