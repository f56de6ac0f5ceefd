/** `exeunt calibrate DESIGN FOLDER`, as a process. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';
import { reconfigured } from '../support/designs';
import { bitFile, configuration, csynth2023, utilisation7 } from '../reports/samples';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const exeunt = (...args: string[]) => run(cli.path, args, folder);
const used = { lut: 2000, ff: 2400, dsp: 20, bram: 6 };

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-folder-'));
  await mkdir(join(folder, 'build/reports'), { recursive: true });
  await mkdir(join(folder, 'build/hls/back'), { recursive: true });
  await mkdir(join(folder, 'bare'));
  const files: Record<string, string | Uint8Array> = {
    'd.exeunt': reconfigured,
    'build/reports/pr_verify.rpt': '| Command : pr_verify\nINFO: compatible\n',
    'build/reports/rp0_front_utilization.rpt': utilisation7('rp0_front', used),
    'build/hls/back/csynth.xml': csynth2023('back', used),
    'build/board.log': 'exeunt load module=back bytes=857740 ms=8.000 MB/s=107.22\n',
    'build/rp0_front.bit': bitFile('7z020clg400', configuration(857_740)),
    'build/notes.md': 'not a report',
    'bare/notes.md': 'not a report',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

it('reads every report of a build, and names what it skips', async () => {
  const { status, out } = await exeunt('calibrate', 'd.exeunt', 'build');
  expect(status).toBe(0);
  expect(out).toContain('rp0 with front: 857,740 B in rp0_front.bit');
  expect(out).toContain("skipped: reports/pr_verify.rpt: it is Vivado's `pr_verify`");
  const { reports, modules } = JSON.parse(await readFile(join(folder, 'd.calibration.json'), 'utf8')) as {
    reports: string[];
    modules: { name: string }[];
  };
  expect(reports).toEqual([
    'board.log',
    'hls/back/csynth.xml',
    'reports/rp0_front_utilization.rpt',
    'rp0_front.bit',
  ]);
  expect(modules.map((m) => m.name).sort()).toEqual(['back', 'front']);
});

it('says that a folder has nothing to read', async () => {
  const { status, err } = await exeunt('calibrate', 'd.exeunt', 'bare');
  expect(status).not.toBe(0);
  expect(err).toMatch(/bare holds no report/);
});
