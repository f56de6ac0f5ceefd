/** The language server as a process, driven as an editor drives it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { reconfigured } from '../support/designs';
import { LanguageClient, type Transport, plainCapabilities, until } from '../support/language-client';

const uri = 'untitled:Untitled-1';
/** Line and characters of `c1 kernel 3x3 filters 4` in the design. */
const design = reconfigured.replace('filters 4', 'filters 4 parallel pe 2');
const line = design.split('\n').findIndex((l) => l.includes('conv c1'));
const column = (design.split('\n')[line] ?? '').indexOf('pe 2') + 3;
const pe = `${line}:${column}`;
const behindPe = `${line}:${column + 1}`;

const none: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const everything: Range = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };
const options = { tabSize: 4, insertSpaces: true };
const reference = { context: { includeDeclaration: true } };

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
beforeAll(async () => {
  server = await bundled('main.node');
});
afterAll(() => server.remove());

/** Ends as the protocol asks, with nothing complained about on the way. */
async function end(): Promise<void> {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
}

describe.each<Transport>(['stdio', 'node-ipc'])('over %s', (transport) => {
  beforeAll(async () => {
    client = await LanguageClient.start(server.path, transport);
  });
  afterAll(end);

  it('says what it can do, and watches files', async () => {
    const { capabilities } = client.initialized;
    expect(capabilities.textDocumentSync).toMatchObject({ openClose: true, change: 2 });
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true });
    await until(() => client.registered.find((m) => m === 'workspace/didChangeWatchedFiles'));
  });

  it('shows an edit in the next diagnostics, and pushes none to who pulls', async () => {
    await client.open(uri, design);
    expect(await client.codes(uri)).toEqual([]);
    await client.change(uri, pe, behindPe, '3');
    const [found, ...more] = await client.pull(uri);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      severity: 1,
      source: 'exeunt',
      range: { start: { line, character: column - 'pe '.length }, end: { line, character: column + 1 } },
    });
    await client.change(uri, pe, behindPe, '2');
    expect(await client.codes(uri)).toEqual([]);
    expect(client.published).toEqual([]);
    await client.close(uri);
  });
});

describe('the server', () => {
  beforeAll(async () => {
    client = await LanguageClient.start(server.path, 'stdio');
  });
  afterAll(end);
  afterEach(() => client.close(uri));

  it('mends a mistake with its own quick fix', async () => {
    await client.open(uri, design.replace('pe 2', 'pe 3'));
    const [found] = await client.pull(uri);
    const actions = await client.request<
      { title: string; edit: { changes: Record<string, { range: Range; newText: string }[]> } }[]
    >('textDocument/codeAction', uri, undefined, {
      range: found?.range,
      context: { diagnostics: [found] },
    });
    expect(actions.length).toBeGreaterThanOrEqual(2);
    const edit = actions[0]?.edit.changes[uri]?.[0];
    const { start, end: last } = edit?.range ?? none;
    await client.change(uri, at(start), at(last), edit?.newText ?? '');
    expect(await client.codes(uri)).toEqual([]);
  });

  it('judges each version', async () => {
    const opened = await client.open(uri, design);
    const first = await until(() => client.analysed.find((a) => a.version === opened));
    expect(first.status).toMatchObject({ fit: 'fits', errors: 0 });
    const version = await client.replace(uri, design.replace('X82Y50', 'X82Y90'));
    const next = await until(() => client.analysed.find((a) => a.uri === uri && a.version === version));
    expect(next.status.fit).toBe('does not fit');
    expect(next.status.errors).toBeGreaterThan(0);
  });

  it.each<[string, string, string | undefined, object, (answer: unknown) => unknown, unknown]>([
    ['hover', 'hover', `${line}:8`, {}, (a) => JSON.stringify(a).includes('cycles'), true],
    ['completion', 'completion', `${line}:7`, {}, (a) => (a as unknown[]).length > 0, true],
    ['definition', 'definition', where('after p1', 6), {}, place, at(find('maxpool p1', 8))],
    ['references', 'references', where('maxpool p1', 8), reference, (a) => (a as unknown[]).length, 3],
    ['highlights', 'documentHighlight', where('maxpool p1', 8), {}, (a) => (a as unknown[]).length, 3],
    ['rename', 'rename', where('maxpool p1', 8), { newName: 'q' }, edits, 3],
    ['formatting', 'formatting', undefined, { options }, (a) => (a as unknown[]).length > 0, true],
    ['code lenses', 'codeLens', undefined, {}, (a) => (a as unknown[]).length >= 3, true],
    ['inlay hints', 'inlayHint', undefined, { range: everything }, (a) => (a as unknown[]).length > 0, true],
    ['symbols', 'documentSymbol', undefined, {}, (a) => (a as { name: string }[])[0]?.name, 'device'],
    ['folding', 'foldingRange', undefined, {}, (a) => (a as unknown[]).length > 0, true],
    [
      'colours of names',
      'semanticTokens/full',
      undefined,
      {},
      (a) => tokensAt(a, `${line}:7`),
      ['variable declaration'],
    ],
    ['colours of a range', 'semanticTokens/range', undefined, { range: only(line) }, lines, [line]],
  ])('answers %s', async (_, method, position, more, look, expected) => {
    await client.open(uri, design);
    expect(look(await client.request(`textDocument/${method}`, uri, position, more))).toEqual(expected);
  });

  it('refuses a name that would break the design, in words', async () => {
    await client.open(uri, design);
    const params = { newName: 'c2' };
    const renamed = client.request('textDocument/rename', uri, where('maxpool p1', 8), params);
    await expect(renamed).rejects.toThrow(/c2/);
  });

  it('answers the view and the exports', async () => {
    await client.open(uri, design);
    const view = await client.connection.sendRequest('exeunt/view', { uri });
    expect(view).toMatchObject({ regions: [{ name: 'rp0' }] });
    const content = async (what: string): Promise<string> =>
      (await client.connection.sendRequest<{ content: string }>('exeunt/export', { uri, what })).content;
    expect(await content('pblocks.xdc')).toContain('create_pblock pblock_rp0');
    expect(JSON.parse(await content('report.json'))).toMatchObject({
      version: 1,
      regions: [{ name: 'rp0' }],
    });
    expect(await content('report.html')).toMatch(/^<!doctype html>/);
  });

  it.each([
    'hover',
    'completion',
    'definition',
    'references',
    'documentHighlight',
    'documentSymbol',
    'foldingRange',
    'formatting',
    'codeLens',
    'codeAction',
    'inlayHint',
  ])('answers %s about a document that is not open with nothing', async (method) => {
    const more = { options, range: everything, context: { diagnostics: [], includeDeclaration: true } };
    const answer = await client.request(`textDocument/${method}`, 'file:///not/open.exeunt', '0:0', more);
    expect(answer ?? []).toEqual([]);
  });

  it('answers its own requests about a document that is not open', async () => {
    const { connection } = client;
    expect(await client.codes('untitled:none')).toEqual([]);
    expect(await connection.sendRequest('exeunt/view', { uri: 'untitled:none' })).toBeNull();
    const what = 'pblocks.xdc';
    const answer = await connection.sendRequest('exeunt/export', { uri: 'untitled:none', what });
    expect(answer).toHaveProperty('error');
  });

  it('outlives positions that are nowhere', async () => {
    await client.open(uri, design);
    for (const position of ['99999:0', '0:99999', '-1:-1']) {
      await client.request('textDocument/hover', uri, position);
      await client.request('textDocument/completion', uri, position);
    }
    await client.change(uri, '9999:0', '99999:0', ' ');
    await client.change(uri, '5:3', '2:1', '');
    await client.pull(uri);
  });

  it('needs only the last of many quick edits', async () => {
    await client.open(uri, design);
    const pulls: Promise<unknown>[] = [];
    for (let i = 0; i < 60; i++) {
      await client.change(uri, pe, behindPe, i % 2 === 0 ? '3' : '2');
      // What is superseded is answered with an error that asks to try again; nobody is left waiting.
      if (i % 5 === 0) pulls.push(client.pull(uri).catch(() => undefined));
    }
    expect(await client.codes(uri)).toEqual([]);
    await Promise.all(pulls);
    const version = await client.change(uri, pe, behindPe, '3');
    expect(await client.codes(uri)).toHaveLength(1);
    await until(() => client.analysed.find((a) => a.version === version));
  });
});

describe('the server and broken messages', () => {
  beforeAll(async () => {
    client = await LanguageClient.start(server.path, 'stdio');
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  it.each([
    ['textDocument/hover', {}],
    ['textDocument/hover', { textDocument: { uri }, position: null }],
    ['textDocument/completion', { textDocument: null }],
    ['textDocument/diagnostic', {}],
    ['textDocument/codeAction', { textDocument: { uri } }],
    ['textDocument/inlayHint', { textDocument: { uri }, range: { start: 1 } }],
    ['textDocument/semanticTokens/range', { textDocument: { uri } }],
    ['textDocument/formatting', { textDocument: { uri } }],
    ['exeunt/view', null],
    ['exeunt/export', { uri, what: 'something else' }],
    ['exeunt/unknown', {}],
  ])('lives on after %s with %j', async (method, params) => {
    await client.open(uri, design);
    await client.connection.sendRequest(method, params).catch(() => undefined);
    await client.connection.sendNotification('textDocument/didChange', {});
    await client.connection.sendNotification('textDocument/didClose', {});
    expect(await client.codes(uri)).toEqual([]);
    expect(await client.codes('untitled:other')).toEqual([]);
  });
});

describe('the server of a client that does not pull', () => {
  beforeAll(async () => {
    client = await LanguageClient.start(server.path, 'stdio', plainCapabilities);
  });
  afterAll(end);

  it('pushes diagnostics with their version, and clears them when the document is closed', async () => {
    await client.open(uri, design);
    const first = await until(() => client.published.at(-1));
    expect(first).toMatchObject({ uri, diagnostics: [] });
    const version = await client.change(uri, pe, behindPe, '3');
    const next = await until(() => client.published.find((p) => p.version === version));
    expect(next.diagnostics).toHaveLength(1);
    await client.close(uri);
    const last = await until(() => client.published.find((p) => p.version === undefined));
    expect(last).toEqual({ uri, diagnostics: [] });
    expect(client.refreshes).toBe(0);
    expect(client.registered).toEqual([]);
  });
});

describe('a design that imports another', () => {
  let folder: string;
  const address = (name: string): string => pathToFileURL(join(folder, name)).href;
  const main = `import "device.exeunt"\n${design.replace(/^device.*$/m, '')}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exeunt-lsp-'));
    client = await LanguageClient.start(server.path, 'stdio');
  });
  afterAll(async () => {
    await end();
    await rm(folder, { recursive: true });
  });

  it('is checked anew when the other changes on disk, or in another editor', async () => {
    const uri = address('main.exeunt');
    await client.open(uri, main);
    const missing = await client.pull(uri);
    expect(missing.map((d) => d.range.start.line)).toContain(0);

    await writeFile(join(folder, 'device.exeunt'), 'device { board pynq-z2 clock 100 MHz }\n');
    const before = client.refreshes;
    const changes = [{ uri: address('device.exeunt'), type: 1 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await until(() => (client.refreshes > before ? true : undefined));
    expect(await client.codes(uri)).toEqual([]);

    await client.open(address('device.exeunt'), 'device { board no-such-board clock 100 MHz }\n');
    expect(await client.codes(uri)).not.toEqual([]);
    await client.replace(address('device.exeunt'), 'device { board pynq-z2 clock 100 MHz }\n');
    expect(await client.codes(uri)).toEqual([]);
    await client.replace(address('device.exeunt'), 'device { board no-such-board }\n');
    expect(await client.codes(uri)).not.toEqual([]);
    // Closed without saving: what is on disk counts again.
    await client.close(address('device.exeunt'));
    expect(await client.codes(uri)).toEqual([]);
  });
});

interface Place {
  readonly line: number;
  readonly character: number;
}
interface Range {
  readonly start: Place;
  readonly end: Place;
}

/** Position of a text in the design, some characters further on. */
function find(text: string, further: number): Place {
  const before = design.slice(0, design.indexOf(text) + further).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

function where(text: string, further: number): string {
  return at(find(text, further));
}

function at({ line, character }: Place): string {
  return `${line}:${character}`;
}

function place(answer: unknown): string {
  return at((answer as { range: Range }).range.start);
}

function edits(answer: unknown): number | undefined {
  return (answer as { changes: Record<string, []> }).changes[uri]?.length;
}

/** What the tokens of an answer are, with their places. */
function decoded(answer: unknown): { line: number; character: number; type: string }[] {
  const { data } = answer as { data: number[] };
  const legend = client.initialized.capabilities.semanticTokensProvider?.legend;
  let [line, character] = [0, 0];
  return Array.from({ length: data.length / 5 }, (_, i) => {
    const [lines = 0, characters = 0, , type = 0, modifiers = 0] = data.slice(5 * i, 5 * i + 5);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    const declared = modifiers > 0 ? ` ${legend?.tokenModifiers[0] ?? ''}` : '';
    return { line, character, type: `${legend?.tokenTypes[type] ?? ''}${declared}` };
  });
}

function tokensAt(answer: unknown, position: string): string[] {
  return decoded(answer).flatMap((t) => (at(t) === position ? [t.type] : []));
}

function lines(answer: unknown): number[] {
  return [...new Set(decoded(answer).map((t) => t.line))];
}

function only(one: number): Range {
  return { start: { line: one, character: 0 }, end: { line: one, character: 99 } };
}
