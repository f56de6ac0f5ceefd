/** What CI servers read of `exeunt check`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { github } from '../../server/src/cli/check-formats/github';
import { junit } from '../../server/src/cli/check-formats/junit';
import { type Bundled, bundled } from '../support/bundles';
import { run } from '../support/command-line';

const wrong = 'device {\n  board pynq-z2\n  clock 10 THz\n}\n';
const right = 'device {\n  board pynq-z2\n}\n';

let folder: string;
let cli: Bundled;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exeunt-formats-'));
  mkdirSync(join(folder, 'nets/deep, and:odd'), { recursive: true });
  for (const hidden of ['.git', 'node_modules']) mkdirSync(join(folder, 'nets', hidden));
  writeFileSync(join(folder, 'nets/deep, and:odd/a b.exeunt'), wrong);
  writeFileSync(join(folder, 'nets/right.exeunt'), right);
  for (const hidden of ['.git', 'node_modules'])
    writeFileSync(join(folder, 'nets', hidden, 'x.exeunt'), wrong);
  writeFileSync(join(folder, 'nets/readme.md'), '');
  symlinkSync('..', join(folder, 'nets/up'));
  mkdirSync(join(folder, 'empty'));
  cli = await bundled('command-line');
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cli.remove();
});

const check = (...args: string[]) => run(cli.path, ['check', ...args], folder);
const below = join('nets', 'deep, and:odd', 'a b.exeunt');

describe('folders', () => {
  it('stand for every design below them, but for those that are hidden or linked', async () => {
    const { status, out } = await check('nets', '--json');
    const { files } = JSON.parse(out) as { files: { path: string }[] };
    expect(files.map((f) => f.path)).toEqual([below, join('nets', 'right.exeunt')]);
    expect(status).toBe(1);
  });

  it('without a design are refused, and the others are checked', async () => {
    const { status, out, err } = await check('empty', 'nets/right.exeunt', '--json');
    expect(err).toBe('exeunt: empty: no design below it: designs are files that end in .exeunt\n');
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ incomplete: true, files: [{ path: 'nets/right.exeunt' }] });
  });
});

describe('standard input', () => {
  const piped = (input: string | Uint8Array, ...args: string[]) =>
    spawnSync(process.execPath, [cli.path, 'check', ...args], { cwd: folder, input, encoding: 'utf8' });

  it('is a design of the working folder', () => {
    const { status, stderr } = piped(wrong, '-');
    expect(stderr).toMatch(/^stdin\.exeunt:3:9: error EX\d+: /);
    expect(status).toBe(1);
  });

  it('finds what it imports from the file that it will be', () => {
    writeFileSync(join(folder, 'nets/board.exeunt'), right);
    const text = 'import "board.exeunt"\nnetwork n { input i 1x8x8 flatten dense d units 2 }\n';
    expect(piped(text, '-', '--stdin-path', 'nets/mine.exeunt')).toMatchObject({ status: 0, stderr: '' });
    expect(piped(text, '-')).toMatchObject({ status: 1 });
    rmSync(join(folder, 'nets/board.exeunt'));
  });

  it('that is not UTF-8, or comes twice, or not at all, is refused', () => {
    expect(piped(Uint8Array.of(0x61, 0x0a, 0xff), '-')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('cannot read standard input: line 2: ') as string,
    });
    expect(piped('', '-', '-').stderr).toContain('`-` is standard input: give it once');
    expect(piped('', 'nets', '--stdin-path', 'x').stderr).toContain('give `-` too');
  });
});

it('of an unknown form says which there are', async () => {
  const { status, err } = await check('nets', '--format', 'xml');
  expect(err).toContain('--format `xml`: choose from text, json, sarif, junit, github');
  expect(status).toBe(2);
});

it('SARIF names each rule once, and each place in the repository', async () => {
  const { out, status } = await check('nets', 'absent.exeunt', '--format', 'sarif');
  const { version, runs } = JSON.parse(out) as Sarif;
  expect([version, runs.length, status]).toEqual(['2.1.0', 1, 2]);
  const [{ tool, results, invocations, columnKind }] = runs;
  expect(columnKind).toBe('utf16CodeUnits');
  expect(tool.driver.rules.map((r) => r.id)).toEqual([...new Set(results.map((r) => r.ruleId))].sort());
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  expect(results[0]).toMatchObject({
    level: 'error',
    message: { text: expect.stringContaining('THz') as string },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'nets/deep%2C%20and%3Aodd/a%20b.exeunt' },
          region: { startLine: 3, startColumn: 9, endLine: 3, endColumn: 15 },
        },
      },
    ],
  });
  expect(invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'cannot read absent.exeunt: there is no such file' } },
      ],
    },
  ]);
});

interface Sarif {
  version: string;
  runs: [
    {
      tool: { driver: { rules: { id: string }[] } };
      columnKind: string;
      invocations: unknown[];
      results: { ruleId: string; ruleIndex: number }[];
    },
  ];
}

it('annotations of GitHub escape what would end them', async () => {
  const { out } = await check('nets', '--format', 'github');
  expect(out.split('\n')[0]).toMatch(
    /^::error file=nets\/deep%2C and%3Aodd\/a b\.exeunt,line=3,endLine=3,col=9,endColumn=15,title=EX\d+::/,
  );
  const message = '50% more\nthan: is there, ::error::';
  const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
  const found = { code: 'EX1', severity: 'hint' as const, message, range };
  expect(github({ files: [{ path: 'a', diagnostics: [found] }], unread: ['b\nc'], isWhole: false })).toBe(
    '::notice file=a,line=1,endLine=2,title=EX1::50%25 more%0Athan: is there, ::error::\n::error::b%0Ac\n',
  );
});

it('JUnit has a case for each diagnostic, and one for a file without', async () => {
  const { out } = await check('nets', 'absent.exeunt', '--format', 'junit');
  const { suites, totals } = parsed(out);
  expect(totals).toMatchObject({ failures: '1', errors: '1' });
  expect(Number(totals['tests'])).toBe(suites.reduce((n, s) => n + s.cases, 0));
  expect(suites.map((s) => s.name)).toEqual([below, join('nets', 'right.exeunt'), 'not checked']);
});

it('JUnit stays XML, whatever a design holds', () => {
  const message = 'a < b & "c" ]]>\u0000\u001b\n\uD800 é 🎉';
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const diagnostics = [{ code: 'EX1', severity: 'warning' as const, message, range }];
  const out = junit({ files: [{ path: '<&".exeunt', diagnostics }], unread: [], isWhole: true });
  expect(out).toContain('a &lt; b &amp; &quot;c&quot; ]]&gt;\uFFFD\uFFFD&#10;\uFFFD é 🎉');
  expect(parsed(out).suites).toEqual([{ name: '&lt;&amp;&quot;.exeunt', cases: 1 }]);
});

/** Every tag is one of those that belong there, and no character stands outside of tags as one of XML's own. */
function parsed(text: string): { totals: Record<string, string>; suites: { name: string; cases: number }[] } {
  const tags = /<\/?(testsuites|testsuite|testcase|failure|error|system-out)( \w+="[^"<]*")*\/?>/g;
  expect(
    text
      .replace(/^<\?xml .*\?>/, '')
      .replace(tags, '')
      .replace(/&(amp|lt|gt|quot|#\d+);/g, ''),
  ).not.toMatch(/[<&>]/);
  const attributes = (tag: string) =>
    Object.fromEntries([...tag.matchAll(/(\w+)="([^"]*)"/g)].map(([, k = '', v = '']) => [k, v]));
  const suites = [...text.matchAll(/<testsuite (.*?)>([^]*?)<\/testsuite>/g)].map(
    ([, head = '', body = '']) => ({
      name: attributes(head)['name'] ?? '',
      cases: body.match(/<testcase /g)?.length ?? 0,
    }),
  );
  return { totals: attributes(/<testsuites (.*?)>/.exec(text)?.[1] ?? ''), suites };
}
