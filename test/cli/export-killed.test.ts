/** Exports that end before they are done: by kill -9, Ctrl+C, or a disk that refuses, at each step that changes the disk. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFolder } from '../../server/src/cli/export-folder';

/** Writes a version of an export, and has something happen at one of its steps. */
const program = `
import { nodeDisk } from './server/src/cli/disk';
import { writeFolder } from './server/src/cli/export-folder';
const [target, files, at, what] = process.argv.slice(2);
let step = 0;
const disk = Object.fromEntries(Object.entries(nodeDisk).map(([name, call]) => [name, (...args) => {
  if (step++ !== Number(at)) return call(...args);
  if (what === 'refuse') return Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  if (what === 'SIGKILL during') {
    const done = call(...args);
    process.kill(process.pid, 'SIGKILL');
    return done;
  }
  process.kill(process.pid, what);
  // A signal that is handled arrives a little later.
  return new Promise((go) => setTimeout(go, 20)).then(() => call(...args));
}]));
writeFolder(target, 'lenet', new Map(Object.entries(JSON.parse(files))), false, disk).then(
  () => { console.log('done ' + step); },
  (error) => { console.error(error.message); process.exitCode = 3; },
);
`;

type Tree = Readonly<Record<string, string>>;

const versions = {
  old: { 'README.md': 'old', Makefile: 'same', 'hls/a/a.cpp': 'old', 'hls/gone/gone.cpp': 'old' },
  new: { 'README.md': 'new', Makefile: 'same', 'hls/a/a.cpp': 'new', 'hls/b/b.cpp': 'new' },
  third: { 'README.md': 'third', Makefile: 'third', 'hls/c/c.cpp': 'third' },
} satisfies Record<string, Tree>;
type Version = keyof typeof versions;

/** Results of builds and the user's own. */
const own = { 'hls/gone/build/log.txt': 'log', 'hls/a/mine.tcl': 'mine' };

let root: string;
let cli: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'exeunt-killed '));
  cli = join(root, 'writer.mjs');
  await build({
    stdin: { contents: program, resolveDir: join(import.meta.dirname, '../..'), loader: 'ts' },
    outfile: cli,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** In this process. */
async function write(target: string, version: Version): Promise<void> {
  await writeFolder(target, 'lenet', new Map(Object.entries(versions[version])), false);
}

function end(target: string, version: Version, at: number, what: string): Promise<Ended> {
  return new Promise((done) => {
    const args = [cli, target, JSON.stringify(versions[version]), String(at), what];
    const child = execFile(process.execPath, args, (_, out, err) => {
      done({ status: child.exitCode, out, err });
    });
  });
}

async function tree(folder: string): Promise<Tree> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files: Record<string, string> = {};
  for (const name of names.sort()) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) files[name] = await readFile(path, 'utf8');
    else if ((await readdir(path)).length === 0) files[`${name}/`] = 'empty';
  }
  return files;
}

/** A folder with the old export in it, and what the user and builds put there. */
async function exported(name: string): Promise<string> {
  const target = join(root, name, 'out');
  await write(target, 'old');
  for (const [file, text] of Object.entries(own)) {
    await mkdir(join(target, file, '..'), { recursive: true });
    await writeFile(join(target, file), text);
  }
  return target;
}

const withoutList = (files: Tree): Tree =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name !== '.exeunt-export'));

/** Number of steps of an uninterrupted export. */
async function stepsOf(name: string, prepare: (name: string) => Promise<string>): Promise<number> {
  const { out } = await end(await prepare(name), 'new', -1, '');
  return Number(/done (\d+)/.exec(out)?.[1]);
}

describe('an export over an earlier one that is killed', () => {
  it('leaves each file old or new at every step, and the next one finishes or undoes it', async () => {
    const steps = await stepsOf('whole', exported);
    expect(steps).toBeGreaterThan(20);
    const clean = await tree(await exported('clean'));
    for (let at = 0; at < steps; at++) {
      const what = at % 2 === 0 ? 'SIGKILL' : 'SIGKILL during';
      const target = await exported(`killed-${at}`);
      expect((await end(target, 'new', at, what)).status).toBeNull();
      const mixed: Tree = { ...versions.old, ...own, ...(await tree(target)) };
      for (const [name, text] of Object.entries(withoutList(mixed))) {
        if (name.endsWith('/')) continue;
        const may: (string | undefined)[] = [versions.old, versions.new, own].map((v: Tree) => v[name]);
        expect(may, `${name} at step ${at}`).toContain(text);
      }
      for (const name of ['README.md', 'Makefile', 'hls/a/a.cpp', ...Object.keys(own)])
        expect(Object.keys(await tree(target)), `step ${at}`).toContain(name);
      const next = (['new', 'old', 'third'] as const)[at % 3] ?? 'new';
      await write(target, next);
      expect(withoutList(await tree(target)), `step ${at}, then ${next}`).toEqual({
        ...versions[next],
        ...own,
      });
      if (next === 'old') expect(await tree(target)).toEqual(clean);
      expect(await readdir(join(target, '..'))).toEqual(['out']);
    }
  });

  it('is whole where it comes to Ctrl+C: as it was, or as it is to be', async () => {
    const steps = await stepsOf('whole-sigint', exported);
    const outcomes = new Set<string>();
    for (let at = 0; at < steps; at += 2) {
      const target = await exported(`sigint-${at}`);
      const { status, err } = await end(target, 'new', at, 'SIGINT');
      const files = withoutList(await tree(target));
      outcomes.add(`${String(status)} ${err.trim()}`);
      expect(files).toEqual({ ...(status === 0 ? versions.new : versions.old), ...own });
      expect(await readdir(join(target, '..'))).toEqual(['out']);
    }
    expect([...outcomes].sort()).toEqual(['0 ', '3 cancelled']);
  });

  it('is as it was where a step fails', async () => {
    const steps = await stepsOf('whole-refused', exported);
    const before = await tree(await exported('before'));
    for (let at = 1; at < steps; at += 3) {
      const target = await exported(`refused-${at}`);
      const { status, err } = await end(target, 'new', at, 'refuse');
      const files = await tree(target);
      if (status === 0) expect(withoutList(files)).toEqual({ ...versions.new, ...own });
      else {
        expect(err).toContain('no space is left on the disk');
        expect(files, `step ${at}`).toEqual(before);
      }
      // What could not be removed, the next one removes.
      await write(target, 'new');
      expect(await readdir(join(target, '..'))).toEqual(['out']);
    }
  });
});

describe('a first export that is killed', () => {
  it.each([false, true])('is there as a whole or not at all (empty folder there: %s)', async (isThere) => {
    const fresh = async (name: string): Promise<string> => {
      await mkdir(join(root, name, ...(isThere ? ['out'] : [])), { recursive: true });
      return join(root, name, 'out');
    };
    const steps = await stepsOf(`first-${isThere}`, fresh);
    for (let at = 0; at < steps; at++) {
      const target = await fresh(`first-${isThere}-${at}`);
      await end(target, 'new', at, at % 2 === 0 ? 'SIGKILL' : 'SIGKILL during');
      const files = withoutList(await tree(target));
      expect(Object.keys(files).length === 0 ? versions.new : files, `step ${at}`).toEqual(versions.new);
      await write(target, 'third');
      expect(withoutList(await tree(target))).toEqual(versions.third);
      expect(await readdir(join(target, '..'))).toEqual(['out']);
    }
  });
});
