/** A client that does anything the protocol allows, and some things that it forbids: at rest, its diagnostics equal a new server's. */
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
import { type Kind, below, without } from './kind';
import { type Fault, breakAt } from './server-faults';
import { type Change, type Step, anyStep, uriOf } from './server-steps';
import { traces } from './texts';

interface Case {
  readonly pulls: boolean;
  /** Of the folder, from the beginning; else until the user says so. */
  readonly trusted: boolean;
  readonly steps: readonly Step[];
}

export const server: Kind<Case> = {
  name: 'server',
  make(random) {
    const texts = new Map<string, string>();
    const steps: Step[] = [];
    for (let count = 4 + below(random, 14); count > 0; count--) steps.push(anyStep(random, texts));
    return { pulls: random() < 0.5, trusted: random() < 0.8, steps };
  },
  async check({ pulls, trusted, steps }) {
    const world: World = { disk: new Map(), open: new Map(), texts: new Map(), faults: [], trusted };
    const lost: unknown[] = [];
    const note = (reason: unknown): void => void lost.push(reason);
    process.on('unhandledRejection', note);
    const mine = await started(world, pulls);
    try {
      const fault = await taken(mine, steps, world);
      if (fault !== undefined) return fault;
      await mended(mine, world);
      const unlike = await atRest(mine, pulls, await freshly(world));
      if (unlike !== undefined) return unlike;
      const failed = [...mine.shown, ...mine.logged].filter((message) => !message.includes('injected'));
      if (failed.length > 0) return `the server says: ${failed.join('\n')}`;
      const thrown = world.faults.filter((f) => f.thrown() > 0);
      if (thrown.length > 0 && mine.logged.length === 0) return 'a fault was injected, and nobody was told';
    } finally {
      for (const fault of world.faults) fault.mend();
      for (const name of world.open.keys())
        await mine.client.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(name) } });
      await mine.stop();
      await turns(3);
      process.off('unhandledRejection', note);
    }
    return lost.length > 0 ? `nobody has caught: ${lost.map(String).join('\n')}` : undefined;
  },
  *smaller({ steps, ...rest }) {
    for (const fewer of without(steps)) yield { ...rest, steps: fewer };
  },
  show: ({ pulls, trusted, steps }) =>
    [
      `${pulls ? 'pulls' : 'waits'}, ${trusted ? 'trusted' : 'not trusted'}`,
      ...steps.map((step) => JSON.stringify(step)),
    ].join('\n'),
};

const capabilities = (pulls: boolean): ClientCapabilities =>
  pulls ? { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } } : {};

function started({ disk, trusted }: World, pulls: boolean): Promise<ServerInProcess> {
  return serverInProcess(changing(disk), capabilities(pulls), undefined, { trusted });
}

interface World {
  readonly disk: Map<string, string>;
  /** Versions. */
  readonly open: Map<string, number>;
  readonly texts: Map<string, string>;
  readonly faults: Fault[];
  trusted: boolean;
}

async function taken(
  mine: ServerInProcess,
  steps: readonly Step[],
  world: World,
): Promise<string | undefined> {
  const waiting: Promise<string | undefined>[] = [];
  for (const step of steps) {
    if (step.does === 'ask') waiting.push(answered(step.method, asked(mine, step)));
    else if (step.does === 'babble') waiting.push(answered(step.method, babbled(mine, step)));
    else if (step.does === 'break') world.faults.push(breakAt(step.point));
    else if (step.does === 'mend') {
      await turns(5);
      for (const fault of world.faults) fault.mend();
    } else await told(mine, step, world);
  }
  return (await Promise.all(waiting)).find((fault) => fault !== undefined);
}

/** Undoes all faults. The next edit corrects diagnostics that reported one. */
async function mended(mine: ServerInProcess, world: World): Promise<void> {
  await turns(5);
  for (const fault of world.faults) fault.mend();
  if (world.faults.length === 0) return;
  const end = { line: 1e6, character: 0 };
  for (const name of [...world.open.keys()])
    await told(mine, { does: 'change', name, changes: [{ range: { start: end, end }, text: '\n' }] }, world);
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count * 10; i++) await new Promise((go) => setImmediate(go));
}

/** Each request is answered, whatever fails. */
async function answered(method: string, answer: Promise<string | undefined>): Promise<string | undefined> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const never = new Promise<string>((done) => {
    late = setTimeout(done, MOST_WAIT_MS, `${method} has no answer`);
  });
  return Promise.race([answer, never]).finally(() => {
    clearTimeout(late);
  });
}

/** What is not understood is refused, and nothing more. */
async function babbled(
  { client }: ServerInProcess,
  { method, params, isRequest }: Extract<Step, { does: 'babble' }>,
): Promise<string | undefined> {
  if (!isRequest) {
    await client.sendNotification(method, params);
    return undefined;
  }
  return client.sendRequest(method, params).then(
    () => undefined,
    (error: unknown) => (error instanceof ResponseError ? undefined : `${method}: ${String(error)}`),
  );
}

type Told = Exclude<Step, { does: 'ask' | 'babble' | 'break' | 'mend' }>;

async function told({ client }: ServerInProcess, step: Told, world: World): Promise<void> {
  const { disk, open, texts } = world;
  if (step.does === 'wait') return turns(1 + 2 * step.turns);
  if (step.does === 'settings')
    return client.sendNotification('workspace/didChangeConfiguration', { settings: step.settings });
  if (step.does === 'trust') {
    world.trusted = true;
    return client.sendNotification('exeunt/trusted');
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

/** Diagnostics of a new server for the same texts and files. */
async function freshly(world: World): Promise<Map<string, string>> {
  const { texts } = world;
  const found = new Map<string, string>();
  const fresh = await started(world, true);
  try {
    for (const [name, text] of texts) await fresh.open(uriOf(name), text);
    for (const name of texts.keys()) {
      // First diagnostics omit slow automatic placements; an export waits for them.
      await fresh.client.sendRequest('exeunt/export', { uri: uriOf(name), what: 'report.json' });
      found.set(name, await pulled(fresh, name));
    }
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
const MOST_WAIT_MS = 90_000;

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
    read: (...args) => memoryFiles({ ...traces, ...Object.fromEntries(disk) }).read(...args),
    size: (uri) => memoryFiles({ ...traces, ...Object.fromEntries(disk) }).size(uri),
  };
}
