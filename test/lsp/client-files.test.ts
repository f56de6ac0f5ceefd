/** Which files the server reads: by trust, and through a client that has files of its own. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PassThrough } from 'node:stream';
import {
  type Diagnostic,
  StreamMessageReader,
  StreamMessageWriter,
  createConnection,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import type { ImportResult } from '../../server/src/base/protocol/messages';
import { fileRequest, fileSizeRequest, trustedNotification } from '../../server/src/base/protocol/files';
import { startServer } from '../../server/src/lsp/server';
import { bundled } from '../support/bundles';
import { chain, exitAfterPool } from '../support/designs';
import { LanguageClient, plainCapabilities, until } from '../support/language-client';
import { model, node, valueInfo, weights } from '../support/onnx-writer';
import { type ServedFiles, serveFiles } from '../support/served-files';

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

const textOf = (d: Diagnostic): string => (typeof d.message === 'string' ? d.message : d.message.value);
const messages = async (uri: string) => (await client.pull(uri)).map((d) => `${String(d.code)} ${textOf(d)}`);

describe('in a folder that is not trusted', () => {
  let folder: string;
  const address = (name: string): string => pathToFileURL(join(folder, name)).href;
  const design = address.bind(undefined, 'ws/n.exeunt');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exeunt-trust-'));
    await mkdir(join(folder, 'ws'));
    await writeFile(join(folder, 'ws/in.exeunt'), 'region in1 { }\n');
    await writeFile(join(folder, 'out.exeunt'), 'region out1 { }\n');
    await symlink('../out.exeunt', join(folder, 'ws/link.exeunt'));
    await symlink('..', join(folder, 'ws/up'));
    return async () => {
      await end();
      await rm(folder, { recursive: true });
    };
  });
  const start = (options: object, capabilities = undefined as typeof plainCapabilities | undefined) =>
    LanguageClient.start(server.path, 'stdio', capabilities, [], options, [address('ws')]);

  const refused = (path: string) =>
    `EX2012 Cannot import \`${path}\`: it is outside the workspace, which is not trusted. Trust the workspace, or copy the file into it.`;

  it('only what lies in it is read, wherever a link leads, until it is trusted', async () => {
    client = await start({ trusted: false });
    const paths = ['../out.exeunt', 'link.exeunt', 'up/out.exeunt', join(folder, 'out.exeunt'), 'in.exeunt'];
    const outside = paths.slice(0, -1);
    for (const path of paths) {
      await client.open(design(), `import "${path}"\n`);
      const found = (await messages(design())).filter((m) => m.startsWith('EX2012'));
      expect(found).toEqual(outside.includes(path) ? [refused(path)] : []);
      await client.close(design());
    }
    await client.open(design(), 'import "../out.exeunt"\n');
    expect(await messages(design())).toContainEqual(refused('../out.exeunt'));
    await client.connection.sendNotification(trustedNotification);
    await until(() => (client.refreshes > 0 ? true : undefined));
    expect(await messages(design())).not.toContainEqual(refused('../out.exeunt'));
  });

  it('a client that waits for diagnostics gets new ones when it is trusted', async () => {
    client = await start({ trusted: false }, plainCapabilities);
    await client.open(design(), 'import "../out.exeunt"\n');
    const last = () => client.published.findLast((p) => p.uri === design())?.diagnostics;
    const isRefused = () => last()?.some((d) => textOf(d).includes('not trusted'));
    await until(() => (isRefused() ? true : undefined));
    await client.connection.sendNotification(trustedNotification);
    await until(() => (isRefused() === false ? true : undefined));
  });

  it('models, traces and calibrations are refused the same way, in a diagnostic each', async () => {
    await writeFile(join(folder, 't.csv'), '');
    await writeFile(join(folder, 'm.onnx'), '');
    await writeFile(join(folder, 'c.json'), '{}');
    await symlink('../c.json', join(folder, 'ws/n.calibration.json'));
    client = await start({ trusted: false });
    await client.open(
      design(),
      'profile "../t.csv"\nnetwork n from "../m.onnx" { input image 1x8x8 flatten dense f1 units 10 }\n',
    );
    const found = (await messages(design())).filter((m) => m.includes('not trusted'));
    expect(found.map((m) => m.slice(0, 34))).toEqual(
      [
        'EX8004 `n.calibration.json` is not',
        'EX8003 `../t.csv` is not read: it ',
        'EX8003 `../m.onnx` is not read: it ',
      ].map((m) => m.slice(0, 34)),
    );
  });

  it('folders outside are not listed, nor looked into for names', async () => {
    await writeFile(join(folder, 'user.exeunt'), 'import "ws/in.exeunt"\nstage s in in1 { }\n');
    client = await start({ trusted: false });
    await client.open(design(), 'import "../"\n');
    const listed = await client.request<{ label: string }[]>('textDocument/completion', design(), '0:11');
    expect(listed.map((i) => i.label)).toEqual(['../']);
    await client.open(address('ws/in.exeunt'), 'region in1 { }\n');
    const found = await client.request<{ uri: string }[]>(
      'textDocument/references',
      address('ws/in.exeunt'),
      '0:8',
      { context: { includeDeclaration: true } },
    );
    expect(new Set(found.map((f) => f.uri))).toEqual(new Set([address('ws/in.exeunt')]));
  });

  it('what the user picks is imported, wherever it lies, and its weights from its own folder', async () => {
    client = await start({ trusted: false });
    await writeFile(join(folder, 'picked.onnx'), tinyModel);
    const result = await client.connection.sendRequest<ImportResult>('exeunt/import', {
      uri: address('picked.onnx'),
      target: address('ws/d.exeunt'),
      board: 'ZC706',
    });
    expect('content' in result && result.content).toContain('from "../picked.onnx"');
  });

  it('an editor that says nothing of trust has what its designs name read', async () => {
    client = await start({});
    await client.open(design(), 'import "../out.exeunt"\n');
    expect((await messages(design())).filter((m) => m.startsWith('EX2012'))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'devices and pipes are told at once, in a trusted folder too',
    async () => {
      execFileSync('mkfifo', [join(folder, 'ws/pipe')]);
      client = await start({});
      await client.open(design(), 'import "/dev/zero"\nimport "pipe"\nprofile "pipe"\n');
      expect((await messages(design())).map((m) => m.replace(/\. Name.*/, ''))).toEqual([
        'EX2012 Cannot import `/dev/zero`: it is a device, not a regular file',
        'EX2012 Cannot import `pipe`: it is a pipe, not a regular file',
        'EX8003 `pipe` is not read: it is a pipe, not a regular file',
      ]);
    },
  );
});

const tinyModel = model({
  nodes: [node('Conv x w -> y')],
  inputs: [valueInfo('x', [1, 4, 8, 8])],
  outputs: ['y'],
  initializers: [weights('w', 6, 4, 3, 3)],
});

describe('files that only the client reaches', () => {
  const root = 'vscode-vfs://github/o/r';
  const uri = `${root}/n.exeunt`;
  let served: ServedFiles;

  beforeEach(async () => {
    client = await LanguageClient.start(server.path, 'stdio', undefined, [], { files: true });
    served = serveFiles(client.connection);
    return end;
  });

  const trace =
    'sample_id,exit,confidence,entropy,pred,label,correct\n0,early,0.95,0.1,3,3,1\n0,n,0.99,0.1,3,3,1\n';

  it('imports, models, traces and calibrations are read through it', async () => {
    served.files.set(`${root}/lib%20%281%29/device.exeunt`, 'device { board pynq-z2 }\n');
    served.files.set(`${root}/t.csv`, trace);
    served.files.set(`${root}/n.onnx`, 'a model');
    served.files.set(`${root}/n.calibration.json`, '{ "version": 2 }');
    await client.open(
      uri,
      `import "lib (1)/device.exeunt"\n${chain.replace('network n ', 'network n from "n.onnx" ')}\n${exitAfterPool}\nprofile "t.csv"\n`,
    );
    const found = await messages(uri);
    expect(found.filter((m) => /EX2012|EX8001|EX8003|EX7005/.test(m))).toEqual([]);
    expect(found.filter((m) => m.startsWith('EX8004'))).toEqual([
      expect.stringContaining('its `version` is 2') as string,
    ]);
    expect(served.asked).toContain(`${fileRequest} ${root}/t.csv`);
    // A model is looked for, not read: a client that serves files has no reading by range.
    expect(new Set(served.asked.filter((a) => a.endsWith('n.onnx')))).toEqual(
      new Set([`${fileSizeRequest} ${root}/n.onnx`]),
    );
  });

  it('one that appears later is announced by an event', async () => {
    await client.open(uri, 'import "a(b).exeunt"\n');
    expect(await messages(uri)).toEqual([
      'EX2012 Cannot import `a(b).exeunt`: there is no such file. The path is relative to this file.',
    ]);
    served.files.set(`${root}/a%28b%29.exeunt`, 'region a { pblock auto }\n');
    const changes = [{ uri: `${root}/a(b).exeunt`, type: 1 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    expect((await messages(uri)).filter((m) => m.startsWith('EX2012'))).toEqual([]);
  });

  it('limits hold there too, and what is sent beyond them is not used', async () => {
    served.files.set(`${root}/big.exeunt`, new Uint8Array(16e6 + 1));
    await client.open(uri, 'import "big.exeunt"\n');
    expect(await messages(uri)).toEqual([
      'EX2012 Cannot import `big.exeunt`: it is 17 MB, above the limit of 16 MB for a design. Split it into several.',
    ]);
  });

  it('paths are completed from its folders', async () => {
    served.files.set(`${root}/lib/a.exeunt`, '');
    served.files.set(`${root}/b.exeunt`, '');
    served.files.set(`${root}/b.onnx`, '');
    await client.open(uri, 'import "./"\n');
    const found = await client.request<{ label: string }[]>('textDocument/completion', uri, '0:10');
    expect(found.map((i) => i.label)).toEqual(['b.exeunt', 'lib/', '../']);
  });

  it('a model is imported through it, by its structure alone where it is large', async () => {
    served.files.set(`${root}/m.onnx`, tinyModel);
    const request = (params: object) =>
      client.connection.sendRequest<ImportResult>('exeunt/import', { board: 'ZC706', ...params });
    const result = await request({ uri: `${root}/m.onnx`, target: `${root}/d/m.exeunt` });
    expect('content' in result && result.content).toContain('from "../m.onnx"');
    const elsewhere = await request({ uri: `${root}/m.onnx`, target: 'file:///d/m.exeunt' });
    expect('error' in elsewhere && elsewhere.error).toBe(
      'm.onnx is on another computer or file system than the design: copy it there first.',
    );
  });

  it('are all there are where the server has no disk, as in a browser', async () => {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const own = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startServer(own, undefined);
    const browser = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    const memory = serveFiles(browser);
    browser.listen();
    const capabilities = { textDocument: { diagnostic: {} } };
    const initializationOptions = { files: true };
    await browser.sendRequest('initialize', { processId: null, capabilities, initializationOptions });
    await browser.sendNotification('initialized', {});
    memory.files.set('file:///d/lib.exeunt', 'region a { pblock auto }\n');
    const textDocument = { uri: 'file:///d/n.exeunt', languageId: 'exeunt', version: 1 };
    const text = 'import "lib.exeunt"\nimport "../etc/passwd"\n';
    await browser.sendNotification('textDocument/didOpen', { textDocument: { ...textDocument, text } });
    const report = await browser.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument,
    });
    const missing = report.items.filter((d) => d.code === 'EX2012').map(textOf);
    expect(missing).toEqual([
      'Cannot import `../etc/passwd`: there is no such file. The path is relative to this file.',
    ]);
    // Closed, so that no diagnostics are pending.
    await browser.sendNotification('textDocument/didClose', { textDocument });
    await browser.sendRequest('shutdown');
    browser.dispose();
    own.dispose();
  });

  it('are absent for a client that does not offer any', async () => {
    await end();
    client = await LanguageClient.start(server.path, 'stdio', undefined, []);
    served = serveFiles(client.connection);
    served.files.set(`${root}/a.exeunt`, '');
    await client.open(uri, 'import "a.exeunt"\n');
    expect(await messages(uri)).toEqual([expect.stringContaining('there is no such file') as string]);
    expect(served.asked).toEqual([]);
  });
});
