import { createHash } from 'node:crypto';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../server/src/base/hash';
import { writeFolder } from '../../server/src/cli/export-folder';

let root: string;
let target: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'exeunt-export '));
  target = join(root, 'ausgabe ü');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (files: Record<string, string>, design = 'lenet', force = false) =>
  writeFolder(target, design, new Map(Object.entries(files)), force);

const names = async () => (await readdir(target, { recursive: true })).sort();

describe('an exported folder', () => {
  it('holds files in folders, and its own name alone is left beside it', async () => {
    await write({ 'a.txt': 'a', 'hls/front/front.cpp': 'code' });
    expect(await names()).toEqual(['.exeunt-export', 'a.txt', 'hls', 'hls/front', 'hls/front/front.cpp']);
    expect(await readdir(root)).toEqual(['ausgabe ü']);
  });

  it('keeps what builds and the user put there, and loses what it no longer has', async () => {
    await write({ 'a.txt': 'a', 'hls/old/old.cpp': 'code', 'hls/front/front.cpp': 'code' });
    await mkdir(join(target, 'hls/old/build'));
    await writeFile(join(target, 'hls/front/mine.tcl'), 'mine');
    await write({ 'a.txt': 'b', 'hls/front/front.cpp': 'code' });
    expect(await names()).toContain('hls/front/mine.tcl');
    expect(await names()).toContain('hls/old/build');
    expect(await names()).not.toContain('hls/old/old.cpp');
    expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('b');
  });

  it('touches only what changed', async () => {
    await write({ same: 'same', other: '1' });
    const before = (await stat(join(target, 'same'))).ino;
    await write({ same: 'same', other: '2' });
    expect((await stat(join(target, 'same'))).ino).toBe(before);
  });

  it('is as it was where a file cannot be replaced', async () => {
    await write({ a: 'old', b: 'old' });
    // A folder with something in it stands where the file `c/d` would have to go.
    await writeFile(join(target, 'c'), 'a file, not a folder');
    await expect(write({ a: 'new', b: 'new', 'c/d': 'new' })).rejects.toThrow(/cannot write/);
    expect(await readFile(join(target, 'a'), 'utf8')).toBe('old');
    expect(await readFile(join(target, 'b'), 'utf8')).toBe('old');
    expect(await readdir(root)).toEqual(['ausgabe ü']);
  });

  it('of another design is refused, and a marker that names files outside removes none', async () => {
    await write({ a: 'a' });
    await expect(write({ a: 'b' }, 'other')).rejects.toThrow(/--force/);
    await writeFile(join(root, 'thesis.tex'), 'years of work');
    await writeFile(join(target, '.exeunt-export'), 'exeunt export of lenet\n../thesis.tex\n');
    await write({ a: 'b' });
    expect(await readFile(join(root, 'thesis.tex'), 'utf8')).toBe('years of work');
  });

  it('never follows a link out of it, whatever its list says', async () => {
    await write({ a: 'a' });
    await mkdir(join(root, 'victim'));
    await writeFile(join(root, 'victim/precious.txt'), 'years of work');
    await symlink('../victim', join(target, 'l'));
    for (const line of ['l/precious.txt', `${sumOf('years of work')}  l/precious.txt`]) {
      await writeFile(join(target, '.exeunt-export'), `exeunt export of lenet\n${line}\n`);
      expect((await write({ a: 'b' })).kept).toEqual(['l/precious.txt']);
    }
    await expect(write({ a: 'c', 'l/new.txt': 'new' })).rejects.toThrow(
      /l is a link to .*victim, out of its/,
    );
    expect(await readdir(join(root, 'victim'))).toEqual(['precious.txt']);
    expect(await readFile(join(target, 'a'), 'utf8')).toBe('b');
    for (const name of ['.exeunt-export', 'a']) {
      await rm(join(target, name));
      await symlink('../victim/precious.txt', join(target, name));
      await expect(write({ a: 'd' }, 'lenet', true)).rejects.toThrow(/out of its folder/);
      await rm(join(target, name));
    }
    expect(await readFile(join(root, 'victim/precious.txt'), 'utf8')).toBe('years of work');
  });

  it('loses only what is as an export wrote it', async () => {
    await write({ a: 'a', b: 'b', c: 'c' });
    await writeFile(join(target, 'b'), 'edited');
    await writeFile(join(target, 'mine'), 'mine');
    const list = join(target, '.exeunt-export');
    await writeFile(list, `${await readFile(list, 'utf8')}mine\n`);
    expect((await write({ a: 'a' })).kept.toSorted()).toEqual(['b', 'mine']);
    expect(await names()).toEqual(['.exeunt-export', 'a', 'b', 'mine']);
  });

  it('is written through a link that stays inside, and keeps the modes of its files', async () => {
    await write({ 'hls/a': '1', b: '1' });
    await rename(join(target, 'hls'), join(target, 'kernels'));
    await symlink('kernels', join(target, 'hls'));
    await chmod(join(target, 'kernels/a'), 0o640);
    await write({ 'hls/a': '2', b: '1' });
    expect(await readFile(join(target, 'kernels/a'), 'utf8')).toBe('2');
    expect((await lstat(join(target, 'hls'))).isSymbolicLink()).toBe(true);
    expect((await stat(join(target, 'kernels/a'))).mode & 0o777).toBe(0o640);
  });

  it('keeps a file of an earlier export that one of its own is a link to', async () => {
    await write({ a: '1' });
    await symlink('a', join(target, 'b'));
    expect((await write({ b: '2' })).kept).toEqual(['a']);
    expect(await readFile(join(target, 'b'), 'utf8')).toBe('2');
  });

  it.each(['b', 'hls/c', '.exeunt-export'])(
    'refuses where %s leads to another of its files',
    async (link) => {
      const files = { a: '1', b: '1', 'hls/c': '1' };
      await write(files);
      await rm(join(target, link));
      await symlink(join(target, 'a'), join(target, link));
      await expect(write({ ...files, a: '2' }, 'lenet', true)).rejects.toThrow(
        `a and ${link} are the same file through a link; remove the link`,
      );
      expect(await readFile(join(target, 'a'), 'utf8')).toBe('1');
    },
  );

  it('refuses what is no regular file, or read-only, before it writes anything', async () => {
    await write({ a: '1', b: '1' });
    await chmod(join(target, 'b'), 0o444);
    await expect(write({ a: '2', b: '2' })).rejects.toThrow(/b is read-only/);
    await rm(join(target, 'b'));
    await mkdir(join(target, 'b'));
    await expect(write({ a: '2', b: '2' })).rejects.toThrow(/b is a folder, where a file/);
    expect(await readFile(join(target, 'a'), 'utf8')).toBe('1');
  });

  it('is refused while another process exports to it', async () => {
    await write({ a: '1' });
    const staging = join(root, `.exeunt-folder_${hashOf('ausgabe ü')}-${process.ppid}-0123abcd.part`);
    await mkdir(staging);
    await expect(write({ a: '2' })).rejects.toThrow(
      `process ${process.ppid} is exporting to ${target} right now; wait until it has ended`,
    );
    expect(await readFile(join(target, 'a'), 'utf8')).toBe('1');
    await rm(staging, { recursive: true });
    await write({ a: '2' });
    expect(await readdir(root)).toEqual(['ausgabe ü']);
  });

  it('may be a link itself, to another place', async () => {
    await mkdir(join(root, 'scratch'));
    await symlink('scratch', target);
    await write({ a: '1' });
    await write({ a: '2' });
    expect(await readFile(join(root, 'scratch/a'), 'utf8')).toBe('2');
    expect((await lstat(target)).isSymbolicLink()).toBe(true);
    expect((await readdir(root)).toSorted()).toEqual(['ausgabe ü', 'scratch']);
  });
});

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
