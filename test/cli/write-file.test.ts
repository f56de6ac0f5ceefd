import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runFormat } from '../../server/src/cli/format';
import { applyEdits, readEditable, writeEdited, writeWhole } from '../../server/src/cli/write-file';

let root: string;
const at = (name: string): string => join(root, name);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'exeunt-write '));
  await mkdir(at('designs/real'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('a file that is written', () => {
  it('is made with its folders, and nothing beside it', async () => {
    await writeWhole(at('a/b/c.txt'), 'text');
    expect(await readFile(at('a/b/c.txt'), 'utf8')).toBe('text');
    expect(await readdir(at('a/b'))).toEqual(['c.txt']);
  });

  it('keeps its mode', async () => {
    await writeFile(at('private'), 'old', { mode: 0o600 });
    await chmod(at('private'), 0o600);
    await writeWhole(at('private'), 'new');
    expect((await stat(at('private'))).mode & 0o777).toBe(0o600);
  });

  it('is the one that a link leads to, inside the folder of the link', async () => {
    await writeFile(at('designs/real/x.exeunt'), 'old');
    await symlink('real/x.exeunt', at('designs/lx.exeunt'));
    await writeWhole(at('designs/lx.exeunt'), 'new');
    expect((await lstat(at('designs/lx.exeunt'))).isSymbolicLink()).toBe(true);
    expect(await readFile(at('designs/real/x.exeunt'), 'utf8')).toBe('new');
  });

  it('is not one that a link leads to out of its folder, or to nowhere', async () => {
    await writeFile(at('victim'), 'years of work');
    await symlink('../victim', at('designs/out'));
    await symlink('nothing', at('designs/dangling'));
    await expect(writeWhole(at('designs/out'), 'new')).rejects.toThrow(
      /is a link to .*victim, out of its folder/,
    );
    await expect(writeWhole(at('designs/dangling'), 'new')).rejects.toThrow(/broken link/);
    expect(await readFile(at('victim'), 'utf8')).toBe('years of work');
    expect((await readdir(at('designs'))).toSorted()).toEqual(['dangling', 'out', 'real']);
  });

  it('is left alone where it is read-only, a folder, or below a file', async () => {
    await writeFile(at('locked'), 'old', { mode: 0o444 });
    await expect(writeWhole(at('locked'), 'new')).rejects.toThrow(/^cannot write .*locked is read-only$/);
    await expect(writeWhole(at('designs'), 'new')).rejects.toThrow(/is a folder/);
    await expect(writeWhole(at('locked/x/y'), 'new')).rejects.toThrow(/a part of the path is a file/);
    expect(await readFile(at('locked'), 'utf8')).toBe('old');
    expect((await readdir(root)).toSorted()).toEqual(['designs', 'locked']);
  });

  it('may be a device, which is written to as it is', async () => {
    await writeWhole('/dev/null', 'text');
    await expect(writeWhole('/dev/full', 'text')).rejects.toThrow('cannot write /dev/full: no space is left');
  });

  it('takes away what a run that was killed has left beside it, and nothing else', async () => {
    await writeFile(at('.exeunt-file-999999999-0123abcd.part'), 'half');
    await writeFile(at(`.exeunt-file-${process.ppid}-0123abcd.part`), 'of one that runs');
    await writeFile(at('mine.part'), 'mine');
    await writeWhole(at('x'), 'new');
    const left = ['designs', 'mine.part', 'x', `.exeunt-file-${process.ppid}-0123abcd.part`];
    expect((await readdir(root)).toSorted()).toEqual(left.toSorted());
  });
});

describe('a text that is edited', () => {
  it('keeps its byte order mark', async () => {
    await writeFile(at('x'), '\uFEFFclock 1');
    const { text, mark } = await readEditable(at('x'));
    expect(text).toBe('clock 1');
    await writeEdited(at('x'), 'clock 2', mark);
    expect(await readFile(at('x'), 'utf8')).toBe('\uFEFFclock 2');
    await applyEdits(at('x'), 'clock 2', [{ start: 6, end: 7, text: '3' }]);
    expect(await readFile(at('x'), 'utf8')).toBe('\uFEFFclock 3');
  });

  it('is refused where it is no UTF-8, with the line', async () => {
    const latin = Buffer.from('device{board pynq-z2}\n// caf\xe9\n', 'latin1');
    await writeFile(at('x.exeunt'), latin);
    await expect(readEditable(at('x.exeunt'))).rejects.toThrow(
      /x\.exeunt:2: line 2 holds the byte 0xE9, which is not UTF-8/,
    );
    await expect(applyEdits(at('x.exeunt'), '', [])).rejects.toThrow(/x\.exeunt:2/);
    expect(await runFormat([at('x.exeunt')])).toBe(2);
    expect(await readFile(at('x.exeunt'))).toEqual(latin);
  });

  it('is not written over one that has changed in the meantime', async () => {
    await writeFile(at('x'), 'clock 2');
    await expect(applyEdits(at('x'), 'clock 1', [])).rejects.toThrow(/changed in the meantime/);
  });
});
