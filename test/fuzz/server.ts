/** A client that does anything the protocol allows, and some that it does not: what it is told at rest is what a new server tells. */
import {
  CancellationTokenSource,
  type ClientCapabilities,
  type Diagnostic,
  type Position,
  ResponseError,
} from 'vscode-languageserver/node';
import type { FileSystem } from '../../server/src/workspace/file-system';
import { memoryFiles } from '../support/memory-files';
import { type ServerInProcess, serverInProcess } from '../support/server-in-process';
import type { Random } from '../support/seed';
import { type Kind, below, pick, without } from './kind';
import { anyEdit, designs, edited } from './texts';

const uriOf = (name: string): string => `file:///design/${name}`;
const names = ['main.exeunt', 'second.exeunt', 'device.exeunt'];

interface Change {
  /** Absent: the whole text. */
  readonly range?: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

type Step =
  | { readonly does: 'open'; readonly name: string; readonly text: string }
  | { readonly does: 'change'; readonly name: string; readonly changes: readonly Change[] }
  | { readonly does: 'close'; readonly name: string }
  /** Absent text: the file is removed. */
  | { readonly does: 'file'; readonly name: string; readonly text: string | undefined }
  | {
      readonly does: 'ask';
      readonly name: string;
      readonly method: string;
      readonly at: Position;
      readonly cancelled: boolean;
    }
  | { readonly does: 'wait'; readonly turns: number };

interface Case {
  readonly pulls: boolean;
  readonly steps: readonly Step[];
}

const methods = [
  'textDocument/hover', 'textDocument/completion', 'textDocument/definition', 'textDocument/references',
  'textDocument/documentHighlight', 'textDocument/prepareRename', 'textDocument/rename', 'textDocument/documentSymbol',
  'textDocument/documentLink', 'textDocument/foldingRange', 'textDocument/formatting', 'textDocument/codeLens',
  'textDocument/inlayHint', 'textDocument/codeAction', 'textDocument/diagnostic', 'exeunt/view', 'exeunt/export',
]; // prettier-ignore

const files = [...names, 'trace.csv', 'model.onnx', 'main.calibration.json'];
const contents = [
  '',
  '{',
  'device { board pynq-z2 clock 100 MHz }\n',
  'import "second.exeunt"\n',
  'sample_id,exit\n1',
  'device { board no-such }\n',
];
const heads = ['', 'import "device.exeunt"\n', 'import "second.exeunt"\nprofile "trace.csv"\n'];

export const server: Kind<Case> = {
  name: 'server',
  make(random) {
    const texts = new Map<string, string>();
    const steps: Step[] = [];
    for (let count = 4 + below(random, 14); count > 0; count--) steps.push(anyStep(random, texts));
    return { pulls: random() < 0.5, steps };
  },
  async check({ pulls, steps }) {
    const disk = new Map<string, string>();
    const mine = await serverInProcess(changing(disk), capabilities(pulls));
    const open = new Map<string, number>();
    const waiting: Promise<string | undefined>[] = [];
    const shown = new Map<string, string>();
    try {
      for (const step of steps) {
        if (step.does === 'ask') waiting.push(asked(mine, step));
        else await taken(mine, step, { disk, open, texts: shown });
      }
      const odd = (await Promise.all(waiting)).find((fault) => fault !== undefined);
      if (odd !== undefined) return odd;
      const fresh = await freshly(disk, shown);
      const fault = await atRest(mine, pulls, fresh);
      if (fault !== undefined) return fault;
      const failed = [...mine.shown, ...mine.logged];
      return failed.length > 0 ? `the server says: ${failed.join('\n')}` : undefined;
    } finally {
      for (const name of open.keys())
        await mine.client.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(name) } });
      await mine.stop();
    }
  },
  *smaller({ pulls, steps }) {
    for (const fewer of without(steps)) yield { pulls, steps: fewer };
  },
  show: ({ pulls, steps }) =>
    [pulls ? 'pulls' : 'waits', ...steps.map((step) => JSON.stringify(step))].join('\n'),
};

const capabilities = (pulls: boolean): ClientCapabilities =>
  pulls ? { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } } : {};

function anyStep(random: Random, texts: Map<string, string>): Step {
  const name = pick(random, names);
  const kind = random();
  const text = texts.get(name);
  if (kind < 0.15)
    return {
      does: 'file',
      name: pick(random, files),
      text: random() < 0.3 ? undefined : pick(random, contents),
    };
  if (kind < 0.2) return { does: 'wait', turns: below(random, 3) };
  if (text === undefined || kind < 0.25) {
    const opened = pick(random, heads) + pick(random, [...designs, ...contents]);
    // A client that opens twice, or edits what is closed, is passed over or taken at its last word.
    texts.set(name, opened);
    return { does: 'open', name, text: opened };
  }
  if (kind < 0.32) {
    texts.delete(name);
    return { does: 'close', name };
  }
  if (kind < 0.6)
    return {
      does: 'ask',
      name,
      method: pick(random, methods),
      at: anyPosition(random, text),
      cancelled: random() < 0.2,
    };
  const changes: Change[] = [];
  let now = text;
  for (let count = 1 + below(random, 3); count > 0; count--) {
    const edit = anyEdit(random, now);
    const end = Math.min(now.length, edit.at + edit.cut);
    changes.push(
      random() < 0.1
        ? { text: edited(now, edit) }
        : { range: { start: positionAt(now, edit.at), end: positionAt(now, end) }, text: edit.text },
    );
    now = edited(now, edit);
  }
  if (random() < 0.15) {
    // Behind the end of the text, which means its end.
    const far = { line: 1e6, character: 1e9 };
    const put = pick(random, ['\n', ' x', '}']);
    changes.push({ range: { start: far, end: far }, text: put });
    now += put;
  }
  texts.set(name, now);
  return { does: 'change', name, changes };
}

function anyPosition(random: Random, text: string): Position {
  if (random() < 0.1)
    return { line: pick(random, [0, 5, 1e6, 2 ** 31 - 1]), character: pick(random, [0, 1e6, 2 ** 31 - 1]) };
  return positionAt(text, below(random, text.length + 1));
}

/** Counted as the protocol does, whose lines end with `\n`, `\r\n` or `\r`. */
function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

interface World {
  readonly disk: Map<string, string>;
  /** Versions. */
  readonly open: Map<string, number>;
  readonly texts: Map<string, string>;
}

async function taken(
  { client }: ServerInProcess,
  step: Exclude<Step, { does: 'ask' }>,
  { disk, open, texts }: World,
): Promise<void> {
  if (step.does === 'wait') {
    for (let i = 0; i <= step.turns * 20; i++) await new Promise((go) => setImmediate(go));
    return;
  }
  const uri = uriOf(step.name);
  if (step.does === 'file') {
    if (step.text === undefined) disk.delete(uri);
    else disk.set(uri, step.text);
    await client.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri, type: step.text === undefined ? 3 : 2 }],
    });
    return;
  }
  const version = (open.get(step.name) ?? 0) + 1;
  if (step.does === 'open') {
    if (open.has(step.name)) return;
    open.set(step.name, version);
    texts.set(step.name, step.text);
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'exeunt', version, text: step.text },
    });
  } else if (step.does === 'close') {
    open.delete(step.name);
    texts.delete(step.name);
    await client.sendNotification('textDocument/didClose', { textDocument: { uri } });
  } else {
    const text = texts.get(step.name);
    if (text !== undefined) {
      open.set(step.name, version);
      texts.set(step.name, step.changes.reduce(changed, text));
    }
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: step.changes,
    });
  }
}

function changed(text: string, { range, text: inserted }: Change): string {
  if (range === undefined) return inserted;
  return text.slice(0, offsetAt(text, range.start)) + inserted + text.slice(offsetAt(text, range.end));
}

function offsetAt(text: string, { line, character }: Position): number {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r(?!\n)/g)].map((m) => m.index + m[0].length)];
  const start = starts[line];
  if (start === undefined) return text.length;
  const end = /\r|\n|$/.exec(text.slice(start))?.index ?? 0;
  return start + Math.min(character, end);
}

/** A request that was made for what has changed since may be refused; nothing else may. */
const refusals = new Set([-32800, -32801, -32802, -32803, -32602]);

async function asked(
  { client }: ServerInProcess,
  { name, method, at, cancelled }: Extract<Step, { does: 'ask' }>,
): Promise<string | undefined> {
  const uri = uriOf(name);
  const params = {
    uri,
    textDocument: { uri },
    position: at,
    range: { start: at, end: at },
    context: { diagnostics: [], includeDeclaration: true, triggerKind: 1 },
    options: { tabSize: 2, insertSpaces: true },
    newName: 'renamed',
    what: 'report.json',
  };
  const source = new CancellationTokenSource();
  const answer = client.sendRequest(method, params, source.token);
  if (cancelled) source.cancel();
  try {
    await answer;
    return undefined;
  } catch (error) {
    if (error instanceof ResponseError && refusals.has(error.code)) return undefined;
    return `${method}: ${String(error)}`;
  }
}

/** What a new server tells of the same texts and files. */
async function freshly(
  disk: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const fresh = await serverInProcess(changing(disk), capabilities(true));
  try {
    for (const [name, text] of texts) await fresh.open(uriOf(name), text);
    for (const name of texts.keys()) found.set(name, await pulled(fresh, name));
  } finally {
    await fresh.stop();
  }
  return found;
}

async function pulled({ client }: ServerInProcess, name: string): Promise<string> {
  const params = { textDocument: { uri: uriOf(name) } };
  const report = await client.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', params);
  return shownAs(report.items);
}

function shownAs(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code, message, range }) => JSON.stringify([code, message, range])).join('\n');
}

/** Long enough for the busiest machine; what is right is seen at once. */
const MOST_WAIT_MS = 20_000;

async function atRest(
  mine: ServerInProcess,
  pulls: boolean,
  fresh: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const end = performance.now() + MOST_WAIT_MS;
  for (const [name, should] of fresh) {
    for (;;) {
      const last = mine.published.findLast((p) => p.uri === uriOf(name));
      const is = pulls ? await pulled(mine, name) : last && shownAs(last.diagnostics);
      if (is === should) break;
      if (performance.now() > end)
        return `the diagnostics of ${name} are not those of a new server:\n${is}\n--- a new one:\n${should}`;
      await new Promise((go) => setTimeout(go, 5));
    }
  }
  return undefined;
}

/** Files that come, change and go. */
function changing(disk: ReadonlyMap<string, string>): FileSystem {
  return {
    read: (...args) => memoryFiles(Object.fromEntries(disk)).read(...args),
    size: (uri) => memoryFiles(Object.fromEntries(disk)).size(uri),
  };
}
