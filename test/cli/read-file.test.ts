/** Files that the command line is given, and those that a design names: one reason each, and no waiting. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const exeunt = (...args: string[]) => run(cli.path, args, folder);
const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-read-'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await write('d.exeunt', 'device { board pynq-z2 }\n');
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

describe.skipIf(process.platform === 'win32')('what is given or named', () => {
  it.each([
    [['check', 'pipe'], 'cannot read pipe: it is a pipe, not a regular file'],
    [['check', '/dev/zero'], 'cannot read /dev/zero: it is a device, not a regular file'],
    [['report', '.'], 'cannot read .: it is a folder, not a regular file'],
    [['check', 'nothing.exeunt'], 'cannot read nothing.exeunt: there is no such file'],
    [['format', 'pipe'], 'cannot read pipe: it is a pipe, not a regular file'],
    [['calibrate', 'd.exeunt', 'pipe'], 'cannot read pipe: it is a pipe, not a regular file'],
    [['import', '/dev/zero', '--board', 'PYNQ-Z2'], '/dev/zero: it is a device, not a regular file'],
  ])('%j is refused at once with the reason', async (args, reason) => {
    const { status, err } = await exeunt(...args);
    expect(err).toContain(reason);
    expect(status).toBe(2);
  });

  it('a design is checked that names a device, a pipe and what is too large', async () => {
    await write('large.csv', '');
    await truncate(join(folder, 'large.csv'), 300e6);
    await write('n.exeunt', 'profile "large.csv"\nimport "pipe"\nimport "/dev/zero"\n');
    const { status, err } = await exeunt('check', 'n.exeunt');
    expect(err.trim().split('\n')).toEqual([
      expect.stringContaining(
        'n.exeunt:1:9: error EX8003: `large.csv` is not read: it is 300 MB, above the limit of 256 MB',
      ),
      expect.stringContaining('n.exeunt:2:8: error EX2012: Cannot import `pipe`: it is a pipe'),
      expect.stringContaining('n.exeunt:3:8: error EX2012: Cannot import `/dev/zero`: it is a device'),
    ]);
    expect(status).toBe(1);
  });

  it('a trace that is given unpacks to its limit, no further', async () => {
    await write('bomb.csv.gz', gzipSync(Buffer.alloc(257e6), { level: 1 }));
    const { status, err } = await exeunt('explore', 'thresholds', 'd.exeunt', '--trace', 'bomb.csv.gz');
    expect(err).toContain('cannot read bomb.csv.gz: unpacked, it is above the limit of 256 MB for a trace');
    expect(status).toBe(2);
  });

  it('a calibration that cannot be used is not written over', async () => {
    await write('c.exeunt', 'device { board pynq-z2 }\n');
    await write('t.rpt', 'no report');
    await symlink('/dev/zero', join(folder, 'c.calibration.json'));
    const linked = await exeunt('calibrate', 'c.exeunt', 't.rpt');
    expect(linked.err).toContain('c.calibration.json: it is a device, not a regular file. Remove it');
    expect(linked.status).toBe(2);
    await rm(join(folder, 'c.calibration.json'));
    await write('c.calibration.json', '{"version":1,"reports":[],"modules":null}');
    const wrong = await exeunt('calibrate', 'c.exeunt', 't.rpt');
    expect(wrong.err).toContain(
      '`modules` is null, where a list is asked for. Delete it, and calibrate again',
    );
    expect((await exeunt('check', 'c.exeunt')).status).toBe(0);
  });
});
