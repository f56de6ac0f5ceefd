/** Failures are reported, and affect nothing else. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DocumentDiagnosticReport, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { Rule } from '../../server/src/diagnostics/rule';
import { rules } from '../../server/src/diagnostics/rules/index';
import type { FileSystem } from '../../server/src/workspace/file-system';
import { explanation } from '../support/explanation';
import { chain, pynq } from '../support/designs';
import { until } from '../support/language-client';
import { memoryFiles } from '../support/memory-files';
import { type ServerInProcess, serverInProcess } from '../support/server-in-process';

const uri = 'file:///design/main.exeunt';
const design = `${pynq}\n${chain}\nregion spare { pblock auto }\n`;
const broken = (): never => {
  throw new TypeError('injected');
};
const empty: FileSystem = memoryFiles();

let server: ServerInProcess;
afterEach(() => server.stop());

async function start(fileSystem: FileSystem, pulls: boolean, text = design): Promise<void> {
  server = await serverInProcess(fileSystem, pulls ? { textDocument: { diagnostic: {} } } : {});
  await server.open(uri, text);
}

function ask<T>(method: string, more: object = {}): Promise<T> {
  return server.client.sendRequest(method, { textDocument: { uri }, ...more });
}

async function pulled(): Promise<unknown[]> {
  const report = await ask<DocumentDiagnosticReport>('textDocument/diagnostic');
  return report.kind === 'full' ? report.items.map((d) => [d.code, d.severity, d.message]) : [report.kind];
}

const notAnalysed = 'This design is not analysed: injected. This is a fault of Exeunt, not of the design.';

describe('an analysis that fails', () => {
  const failing: FileSystem = { ...empty, read: () => Promise.reject(new TypeError('injected')) };

  it('is reported to clients that pull diagnostics, in the lens, the view and the status', async () => {
    await start(failing, true);
    expect(await pulled()).toEqual([['EX9001', 1, notAnalysed]]);
    const lenses = await ask<{ command: { title: string } }[]>('textDocument/codeLens');
    expect(lenses.map((l) => l.command.title)).toEqual(['Not analysed: see the Problems panel']);
    expect(await server.client.sendRequest('exeunt/view', { uri })).toEqual({ failed: notAnalysed });
    const exported = await server.client.sendRequest('exeunt/export', { uri, what: 'report.html' });
    expect(exported).toEqual({ error: notAnalysed });
    const { status } = await until(() => server.analysed.at(-1));
    expect(status).toMatchObject({ fit: 'not analysed', errors: 1, detail: notAnalysed });
    expect(server.logged.join()).toContain('TypeError: injected');
  });

  it('is reported to clients that wait for diagnostics', async () => {
    await start(failing, false);
    const [told] = await until<PublishDiagnosticsParams[]>(() =>
      server.published.length > 0 ? server.published : undefined,
    );
    expect(told?.diagnostics.map((d) => [d.code, d.message])).toEqual([['EX9001', notAnalysed]]);
  });

  it('is analysed again as soon as it can be', async () => {
    let fails = true;
    await start(
      {
        ...empty,
        read: (...asked) => (fails ? Promise.reject(new Error('injected')) : empty.read(...asked)),
      },
      true,
    );
    expect(await pulled()).toHaveLength(1);
    fails = false;
    const contentChanges = [{ text: `${design} ` }];
    await server.client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges,
    });
    expect((await pulled()).map((d) => (d as unknown[])[0])).toEqual(['EX2029']);
  });
});

describe('a rule that fails', () => {
  const failing: Rule = { code: 'EX3333', severity: 'error', explanation, check: broken };
  const list = rules as Rule[];
  afterEach(() => {
    if (list.includes(failing)) list.splice(list.indexOf(failing), 1);
  });

  it('costs only what it would have found, and nothing is called fitting or exported', async () => {
    await start(empty, true);
    const whole = await pulled();
    list.unshift(failing);
    const contentChanges = [{ text: `${design} ` }];
    await server.client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges,
    });
    const message =
      'The check for EX3333 failed, so its findings are missing: injected. This is a fault of Exeunt, not of the design.';
    expect(await pulled()).toEqual([['EX9001', 1, message], ...whole]);
    expect(await server.client.sendRequest('exeunt/export', { uri, what: 'report.html' })).toHaveProperty(
      'error',
    );
    const { status } = await until(() => server.analysed.find((a) => a.version === 2));
    expect(status.fit).toBe('not checked');
    expect(await ask('textDocument/hover', { position: { line: 2, character: 9 } })).not.toBeNull();
  });
});

describe('a client that refuses what the server asks', () => {
  it('is served on, and the log says so', async () => {
    const refresh = { refreshSupport: true };
    const registers = { dynamicRegistration: true };
    const workspace = { diagnostics: refresh, codeLens: refresh, inlayHint: refresh };
    server = await serverInProcess(
      empty,
      {
        textDocument: { diagnostic: {} },
        workspace: { ...workspace, didChangeWatchedFiles: registers, didChangeConfiguration: registers },
      },
      () => Promise.reject(new Error('no')),
    );
    await server.open(uri, `import "other.exeunt"\n${design}`);
    const first = await pulled();
    await server.open(uri.replace('main', 'other'), pynq);
    const refusals = ['to watch files', 'to pull diagnostics', 'to ask for lenses', 'to ask for hints'];
    await until(() => (refusals.every((r) => server.warned.some((w) => w.includes(r))) ? true : undefined));
    expect(await pulled()).not.toEqual(first);
  });
});

describe('a feature that fails', () => {
  it('is reported once, and the others answer', async () => {
    await start({ ...empty, list: broken }, true, `import "a/"\n${design}`);
    const position = { line: 0, character: 10 };
    for (let i = 0; i < 2; i++) {
      expect(await ask('textDocument/completion', { position })).toEqual([]);
      expect(await ask('textDocument/hover', { position: { line: 3, character: 9 } })).not.toBeNull();
    }
    expect(server.shown).toEqual([
      'Exeunt: completion failed: injected. Other features still work; see the log.',
    ]);
    expect(server.logged).toHaveLength(2);
  });
});
