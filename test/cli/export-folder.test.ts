import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
});
