/** Every command of an exported README, on the folder that it stands in and on a board that is a folder here. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';
import { hasTool, repository, temporaryFolder } from '../support/compilers';

const folder = temporaryFolder();
const out = join(folder, 'out');
const design = join(folder, 'samples/blenet-ping-pong/blenet.exeunt');
/** What `ssh` leads to: its home, and the root of its file system. */
const home = join(folder, 'home');
const root = join(folder, 'root');
let cli: Awaited<ReturnType<typeof bundled>>;

beforeAll(async () => {
  cli = await bundled('command-line');
  for (const name of ['blenet-ping-pong', 'models'])
    cpSync(join(repository, 'samples', name), join(folder, 'samples', name), { recursive: true });
  const { status, err } = await run(cli.path, ['export', 'all', design, '-o', 'out'], folder);
  expect(status, err).toBe(0);
  for (const path of [home, join(root, 'lib/firmware')]) mkdirSync(path, { recursive: true });
  // What `make vivado` leaves: every file of the README's table.
  const made = [...readme().matchAll(/^\| (`[^|]*`)[^|]*\|/gm)].flatMap(([, cell = '']) => filesOf(cell));
  mkdirSync(join(out, 'vivado/bitstreams'), { recursive: true });
  for (const name of made) writeFileSync(join(out, 'vivado/bitstreams', name), '');
  expect(made).toContain('system.bin');
  writeFileSync(join(out, 'inputs.bin'), Buffer.alloc(8 * 1024));
  writeFileSync(join(out, 'loads.log'), 'exeunt load module=mid bytes=857740 ms=8.000 MB/s=107.22\n');
});
afterAll(() => cli.remove());

const readme = () => readFileSync(join(out, 'README.md'), 'utf8');

/** `` `rp0_mid.bit`, `.bin` `` and plain names. */
function filesOf(cell: string): string[] {
  const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const stem = names[0]?.replace(/\.\w+$/, '') ?? '';
  return names.map((name) => (name.startsWith('.') ? stem + name : name)).filter((n) => /\.\w+$/.test(n));
}

interface Line {
  readonly command: string;
  /** In a shell of the board. */
  readonly onBoard: boolean;
}

/** Commands of the fenced blocks, without comments; after `ssh` they are the board's, to the end of the block. */
function commands(): Line[] {
  return [...readme().matchAll(/^```\n([^]*?)^```$/gm)].flatMap(([, block = '']) => {
    let onBoard = !/^(make|scp|ssh)\b/.test(block);
    return block
      .trimEnd()
      .split('\n')
      .map((line) => {
        const command = line.replace(/\s+#.*$/, '');
        const here = { command, onBoard };
        if (/^ssh \S+$/.test(command)) onBoard = true;
        return here;
      });
  });
}

function shell(command: string, cwd: string) {
  const env = { ...process.env, CFLAGS: '-O0' };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8', env });
  return { status, said: stdout + stderr };
}

/** Runs what can run here; what cannot is checked as far as its files and options go. */
function follow({ command, onBoard }: Line): void {
  const words = command.split(/\s+/);
  const there = (path: string) => path.replace(/^\/(?=lib\/firmware|sys)/, `${root}/`);
  const exists = (path: string, cwd: string) =>
    expect(shell(`ls -d ${path}`, cwd), `${command}: ${path}`).toMatchObject({ status: 0 });
  switch (words[0] ?? '') {
    case 'scp': {
      const [target = '', ...sources] = words
        .slice(1)
        .filter((w) => !w.startsWith('-'))
        .toReversed();
      for (const source of sources) {
        exists(source, out);
        const to = join(home, target.replace(/^[^:]*:/, ''), basename(source));
        cpSync(join(out, source), to, { recursive: true });
      }
      return;
    }
    case 'ssh':
      if (words.length > 2) expect(shell(words.slice(2).join(' '), home).status, command).toBe(0);
      return;
    case 'make': {
      // The tools of Xilinx are not here; what the folder itself builds is built.
      const isBuilt = onBoard && !command.includes('overlays');
      const { status, said } = shell(
        isBuilt ? command : command.replace('make', 'make -n'),
        onBoard ? home : out,
      );
      expect(status, `${command}\n${said}`).toBe(0);
      return;
    }
    case 'cp':
      expect(shell(words.map(there).join(' '), home).status, command).toBe(0);
      return;
    case 'cat':
      // Made by `make overlays`.
      exists((words[1] ?? '').replace(/\.dtbo$/, '.dts'), home);
      return;
    case 'runtime/linux/exeunt': {
      const { status, said } = shell(`EXEUNT_SYSFS=${root}/sys EXEUNT_MEM=${root}/none ${command}`, home);
      if (words.includes('--sizes')) expect(status, said).toBe(0);
      const log = command.includes('2>') ? readFileSync(join(home, 'loads.log'), 'utf8') : '';
      expect(said + log).not.toContain('usage');
      if (log) expect(log).toMatch(/cannot open .*none: .*Run as root/);
      return;
    }
    case 'sudo':
      for (const path of words.filter((w) => /\.(py|bin)$/.test(w))) exists(path, home);
      if (hasTool('python3')) expect(shell(`python3 -m py_compile ${words[2] ?? ''}`, home).status).toBe(0);
      return;
    case 'modprobe': {
      const bytes = Number(/udmabuf0=(\d+)/.exec(command)?.[1]);
      const needed = Number(
        /(\d+) bytes of buffers/.exec(shell('runtime/linux/exeunt --sizes', home).said)?.[1] ?? 0,
      );
      expect(bytes).toBeGreaterThanOrEqual(needed);
      return;
    }
    case 'mkdir':
      return;
    default:
      expect.fail(`a command that this walk does not know: ${command}`);
  }
}

describe.skipIf(!hasTool('make') || !hasTool('gcc'))('an exported README', () => {
  it('has commands that all work as far as they can here, in order', () => {
    const lines = commands();
    expect(lines.length).toBeGreaterThan(12);
    for (const line of lines) follow(line);
    expect(readdirSync(join(root, 'lib/firmware'))).toContain('exeunt_build.txt');
    expect(existsSync(join(home, 'runtime/linux/exeunt'))).toBe(true);
  });

  it('names only files that are there, or that `make` makes', () => {
    const made = /^vivado\/(bitstreams|reports|project)/;
    const named = [...readme().matchAll(/`((?:runtime|hls|vivado|kria)\/[\w./{},*-]*)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(5);
    for (const path of named.filter((p) => !made.test(p)))
      expect(shell(`ls -d ${path}`, out), path).toMatchObject({ status: 0 });
  });

  it('names options that the programs have', () => {
    const source = readFileSync(join(out, 'runtime/linux/main.c'), 'utf8');
    const chapter = readme().slice(readme().indexOf('### Linux'), readme().indexOf('### PYNQ'));
    const options = [...chapter.matchAll(/\s(--[a-z-]+)|`(--[a-z-]+)/g)].map((m) => m[1] ?? m[2] ?? '');
    expect(options).toEqual(expect.arrayContaining(['--full', '--buffer', '--sizes']));
    for (const option of options) expect(source.includes(`"${option}"`), option).toBe(true);
  });

  it('names commands of `exeunt` that read what is there', async () => {
    const named = [...readme().matchAll(/`exeunt (calibrate DESIGN [^`]+)`/g)].map(([, words = '']) => words);
    expect(named).toHaveLength(2);
    for (const words of named) {
      const path = words.includes('vivado') ? join(out, 'vivado') : join(out, 'loads.log');
      if (words.includes('vivado')) {
        mkdirSync(join(path, 'reports'), { recursive: true });
        writeFileSync(join(path, 'reports/impl_1_timing.rpt'), timing);
      }
      const { status, err } = await run(cli.path, ['calibrate', design, path], folder);
      expect(status, `${words}\n${err}`).toBe(0);
    }
  });
});

const timing = `| Tool Version : Vivado v.2023.2
| Command      : report_timing_summary -file reports/impl_1_timing.rpt
| Device       : 7z020-clg400
Timing Summary Report

    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)
    -------      -------  ---------------------  -------------------      -------
      0.150        0.000                      0                 9137        0.027
`;
