/** The command line's own words: its help, what it offers for a typo, and how it ends. */
import { openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandTable, commandWords } from '../../server/src/cli/command-table';
import { commandUsage, usage } from '../../server/src/cli/usage';
import { bundled } from '../support/bundles';
import { type Ran, run } from '../support/command-line';
import { reconfigured } from '../support/designs';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const exeunt = (...args: string[]): Promise<Ran> => run(cli.path, args, folder);

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-usage-'));
  await writeFile(join(folder, 'good.exeunt'), reconfigured);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

describe('the help of the command line', () => {
  it('names every command, and every option of each', () => {
    for (const [name, { options }] of Object.entries(commandTable)) {
      expect(usage()).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
      const of = commandUsage(name.split(' ')[0] ?? '');
      expect(of).toContain(`exeunt ${name}`);
      for (const option of Object.keys(options)) expect(of).toContain(`--${option}`);
    }
    for (const word of commandWords) expect(commandUsage(word)).not.toMatch(/.{81}/);
    expect(usage()).not.toMatch(/.{81}/);
  });

  it.concurrent.each(commandWords)('is printed for %s --help, %s -h and help %s', async (word) => {
    const asked = [
      [word, '--help'],
      [word, 'x.exeunt', '-h'],
      ['help', word],
    ];
    for (const args of asked) {
      expect(await exeunt(...args)).toEqual({ status: 0, out: commandUsage(word), err: '' });
    }
  });

  it('lists the options that the parser accepts', () => {
    expect(commandUsage('report')).toBe(
      [
        'exeunt report FILE [OPTIONS]',
        '',
        '  all figures of the design',
        '',
        '  --json                          prints one JSON document',
        '  --html OUT                      writes one self-contained file',
        '  --svg DIR                       writes floorplan and timeline as figures into',
        '                                  a folder',
        '  --width MM                      width of the figures of --svg (180)',
        '  --policy serial|overlap|speculate',
        '                                  overrides the design’s policy',
        '  --explain                       adds every line of what each module takes',
        '  --second-opinion                adds the estimates of other tools',
        '  -h, --help                      this text',
        '',
      ].join('\n'),
    );
    expect(commandUsage('export')).toContain('exeunt export hls FILE -o DIR [OPTIONS]\n');
  });
});

describe('a mistake on the command line', () => {
  it.concurrent.each([
    [['chekc', 'good.exeunt'], 'unknown command `chekc`; did you mean `check`?'],
    [['good.exeunt'], 'unknown command `good.exeunt`: `exeunt check good.exeunt` checks that file'],
    [['help', 'exlore'], 'unknown command `exlore`; did you mean `explore`?'],
    [['check', '--jsn', 'good.exeunt'], '`check` has no option --jsn; did you mean `--json`?'],
    [['check', '-o', 'good.exeunt'], '`check` has no option -o'],
    [['export', 'pblocks', 'good.exeunt', '--force'], '`export pblocks` has no option --force'],
    [['export', 'hsl', 'good.exeunt'], 'cannot export `hsl`; did you mean `hls`? Choose from'],
    [
      ['explore', 'tresholds', 'good.exeunt'],
      'cannot explore `tresholds`; did you mean `thresholds`? Choose from',
    ],
    [['report', 'good.exeunt', '--html'], '--html needs a value: --html OUT'],
    [['export', 'hls', 'good.exeunt', '-o', '--force'], '--output needs a value: -o DIR'],
    [['check', 'good.exeunt', '--json=yes'], '--json takes no value'],
    [['report', 'a.exeunt', 'b.exeunt'], 'got 2: `exeunt diff a.exeunt b.exeunt` compares two'],
  ])('%j is reported with the nearest valid choice', async (args, message) => {
    const { status, err, out } = await exeunt(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(`exeunt: `);
    expect(err).toContain(message);
    expect(err).toMatch(/^Run `exeunt .*\.$/m);
  });

  it('is not an option in front of what is exported', async () => {
    expect((await exeunt('export', '-o', 'out', 'report', 'good.exeunt')).status).toBe(0);
  });
});

describe('standard output of a command', () => {
  const into = (path: string, ...args: string[]) =>
    spawnSync(process.execPath, [cli.path, ...args], {
      cwd: folder,
      stdio: ['ignore', openSync(path, 'w'), 'pipe'],
      encoding: 'utf8',
    });

  it.each([
    ['check', '--json', 'good.exeunt'],
    ['report', 'good.exeunt'],
    ['report', '--json', 'good.exeunt'],
    ['diff', 'good.exeunt', 'good.exeunt'],
    ['help'],
    ['check', '--help'],
    ['--version'],
  ])('that is full is reported, and ends with status 2: %j', (...args) => {
    const { status, stderr } = into('/dev/full', ...args);
    expect([status, stderr]).toEqual([
      2,
      'exeunt: cannot write to standard output: no space is left on the disk\n',
    ]);
  });

  it('whose reader has closed the pipe ends the command quietly', async () => {
    const child = spawn(process.execPath, [cli.path, 'report', 'good.exeunt', '--json'], { cwd: folder });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (data) => (err += String(data)));
    await new Promise((done) => child.on('close', done));
    expect(err).toBe('');
  });

  it('is not needed where standard error is full: the status says it', () => {
    const { status } = spawnSync(process.execPath, [cli.path, 'check', 'not-there.exeunt'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', openSync('/dev/full', 'w')],
    });
    expect(status).toBe(2);
  });
});

describe('a name that a terminal would obey', () => {
  const name = '\u001b]0;owned\u0007\u001b[31mred\u009b1m\u202e';
  const shown = /\\u001b\]0;owned\\u0007\\u001b\[31mred\\u009b1m\\u202e/;
  const obeyed = /(?!\n)[\p{Cc}\u202e]/u;

  it.each([
    ['check', 'hostile.exeunt'],
    ['report', 'hostile.exeunt'],
    ['report', '--json', 'hostile.exeunt'],
    ['check', '--json', 'hostile.exeunt'],
    ['check', `${name}.exeunt`],
    ['export', 'all', 'hostile.exeunt', '-o', 'out'],
    [name],
    ['check', `--${name}`],
  ])('is shown by %j', async (...args) => {
    const design = reconfigured
      .replaceAll('rp0', `"${name}"`)
      .replace('filters 4', 'filters 4 parallel pe 3');
    await writeFile(join(folder, 'hostile.exeunt'), `${design}\nregion "${name}" { }\n`);
    const { out, err } = await exeunt(...args);
    expect(out + err).toMatch(shown);
    expect(out).not.toMatch(obeyed);
    expect(err).not.toMatch(obeyed);
    if (args.includes('--json'))
      expect(out).toBe(
        `${JSON.stringify(JSON.parse(out), null, 2).replace(/[\u009b\u202e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
      );
  });
});
