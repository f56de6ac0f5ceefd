import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem, readRegular } from '../../server/src/node/file-system';

let folder: string;
const at = (name: string): string => join(folder, name);
const uriOf = (name: string): string => pathToFileURL(at(name)).href;
const windows = process.platform === 'win32';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exeunt-files-'));
  await writeFile(at('ten'), '0123456789');
  await mkdir(at('folder'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a regular file', () => {
  it('is read up to the limit and no further', async () => {
    expect(Buffer.from((await readRegular(at('ten'), 10)) as Uint8Array).toString()).toBe('0123456789');
    expect(await readRegular(at('ten'), 9)).toEqual({ kind: 'too-large', most: 9, bytes: 10 });
    expect(await readRegular(at('ten'), 0)).toEqual({ kind: 'too-large', most: 0, bytes: 10 });
  });

  it('is read in parts, however large it is', async () => {
    await writeFile(at('sparse'), 'begin');
    await truncate(at('sparse'), 3e9);
    const file = await open(at('sparse'), 'r+');
    await file.write('end', 3e9 - 3);
    await file.close();
    expect(await nodeFileSystem.size(uriOf('sparse'))).toBe(3e9);
    const part = await nodeFileSystem.read(uriOf('sparse'), 1, { start: 3e9 - 4, end: 4e9 });
    expect(Buffer.from(part as Uint8Array)).toEqual(Buffer.from('\0end'));
    expect(await nodeFileSystem.read(uriOf('sparse'), 256e6)).toEqual({
      kind: 'too-large',
      most: 256e6,
      bytes: 3e9,
    });
  });

  it.runIf(process.platform === 'linux')('of unknown size is read to its end', async () => {
    const found = (await readRegular('/proc/self/status', 1e6)) as Uint8Array;
    expect(Buffer.from(found).toString()).toMatch(/^Name:.*\nVoluntary|^Name:/s);
    expect(await readRegular('/proc/self/status', 10)).toEqual({ kind: 'too-large', most: 10 });
  });

  it('is reported as absent or unreadable', async () => {
    expect(await readRegular(at('nothing'), 10)).toEqual({ kind: 'absent' });
    expect(await readRegular(at('ten/nothing'), 10)).toEqual({ kind: 'absent' });
    expect(await nodeFileSystem.read('vscode-vfs://github/a', 10)).toEqual({ kind: 'absent' });
    expect(await nodeFileSystem.read('file:///a%2Fb', 10)).toEqual({ kind: 'absent' });
    expect(await nodeFileSystem.read('file:///a%00b', 10)).toEqual({ kind: 'absent' });
    if (windows || process.getuid?.() === 0) return;
    await writeFile(at('secret'), '');
    await chmod(at('secret'), 0);
    expect(await readRegular(at('secret'), 10)).toEqual({ kind: 'unreadable', reason: 'permission denied' });
  });
});

describe.skipIf(windows)('a file that is not regular', () => {
  it('is not opened: a folder, a device, a pipe without a writer, a socket', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer();
    await new Promise<void>((listening) => server.listen(at('socket'), listening));
    for (const [path, what] of [
      [at('folder'), 'folder'],
      ['/dev/zero', 'device'],
      [at('pipe'), 'pipe'],
      [at('socket'), 'socket'],
    ] as const) {
      expect(await readRegular(path, 1e6)).toEqual({ kind: 'not-regular', what });
      expect(await nodeFileSystem.size(pathToFileURL(path).href)).toEqual({ kind: 'not-regular', what });
    }
    await new Promise((closed) => server.close(closed));
  });
});

describe.skipIf(windows)('a symbolic link', () => {
  it('is followed, link by link and folder by folder', async () => {
    await symlink('folder', at('one'));
    await mkdir(at('deep/inner'), { recursive: true });
    await symlink('deep/inner', at('inner'));
    // Above the link's target, not above the link.
    await symlink('inner/../eleven', at('two'));
    await writeFile(at('deep/eleven'), '');
    await symlink(at('two'), at('folder/three'));
    const followed = (uri: string) => nodeFileSystem.followed?.(uri);
    expect(await followed(uriOf('one/three'))).toBe(uriOf('deep/eleven'));
    expect(await followed(uriOf('one'))).toBe(uriOf('folder'));
    expect(await followed(uriOf('one/nothing'))).toEqual({ kind: 'absent' });
  });

  it('to itself is reported', async () => {
    await symlink('round', at('round'));
    const circle = { kind: 'unreadable', reason: 'its symbolic links form a loop' };
    expect(await nodeFileSystem.followed?.(uriOf('round'))).toEqual(circle);
    expect(await readRegular(at('round'), 10)).toEqual(circle);
  });

  it('to a folder counts as a folder', async () => {
    await symlink('folder', at('folder/self'));
    await symlink('/nowhere', at('folder/gone'));
    const found = await nodeFileSystem.list?.(uriOf('folder'));
    expect(found).toContainEqual({ name: 'gone', isFolder: false });
  });
});
