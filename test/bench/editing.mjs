/** A language server as a process, and how long it takes from an edit to its diagnostics. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import {
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import { median } from './median.mjs';

/** Before anything is counted: compilers compile, caches fill. */
const warmUps = 15;
const leastEdits = 30;

/**
 * @typedef {object} Subject
 * @property {string} program
 * @property {boolean} pulls whether diagnostics are asked for, or waited for
 * @property {string} language
 * @property {{ behind: string, texts: string[] }} edit
 */

/**
 * @param {Subject} subject
 * @param {string} text
 * @param {string} cache folder of what the server keeps from one start to the next, empty at first
 * @returns {Promise<{ firstStartMs: number, startMs: number, editMs: number, peakMB: number, idleMs: number }>} from
 *   the start of the process to its first diagnostics, the first time and the median of later ones, the median from an
 *   edit to its diagnostics, the most memory that was resident, and processor time in a second without work
 */
export async function measure(subject, text, cache) {
  const server = await session(subject, text, cache);
  if (server.mistake) throw new Error(`the text has a mistake: ${JSON.stringify(server.mistake)}`);
  const { from, to } = placeOf(text, subject.edit.behind);
  const times = [];
  for (let i = 0; i < warmUps + leastEdits; i++) {
    const before = performance.now();
    await server.edit({ start: from, end: to }, subject.edit.texts[i % subject.edit.texts.length] ?? '');
    if (i >= warmUps) times.push(performance.now() - before);
    // As between two keystrokes: what follows the diagnostics is done, and what is done at leisure.
    await pause(between);
  }
  await pause(settling);
  const before = await processorMs(server.pid);
  await pause(1000);
  const idleMs = (await processorMs(server.pid)) - before;
  const peakMB = await peakOf(server.pid);
  await server.end();
  const later = [];
  for (let i = 0; i < laterStarts; i++) {
    const { startMs, end } = await session(subject, text, cache);
    later.push(startMs);
    await end();
  }
  return { firstStartMs: server.startMs, startMs: median(later), editMs: median(times), peakMB, idleMs };
}

/**
 * A server that has shown the diagnostics of its first document.
 * @param {Omit<Subject, 'edit'>} subject
 * @param {string} text
 * @param {string} cache
 */
export async function session({ program, pulls, language }, text, cache) {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, EXEUNT_CACHE: cache },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const reader = new StreamMessageReader(child.stdout);
  const connection = createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
  /** @type {((items: unknown[]) => void) | undefined} */
  let published;
  // Edits are sent one by one, each after the diagnostics of the one before: a version, which some leave out, says no more.
  connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }) => published?.(diagnostics));
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const capabilities = {
    textDocument: pulls ? { diagnostic: {} } : { publishDiagnostics: { versionSupport: true } },
  };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});

  const uri = `file:///bench/main.${language}`;
  let version = 1;
  const textDocument = { uri, languageId: language, version, text };
  const first = await diagnosticsAfter(() =>
    connection.sendNotification('textDocument/didOpen', { textDocument }),
  );
  return {
    /** What is wrong with the text. */
    // A warning is no mistake: large designs have more steps than a controller takes.
    mistake: first.find((item) => /** @type {{ severity?: number }} */ (item).severity === 1),
    startMs: performance.now() - begun,
    pid: child.pid,
    /**
     * @param {object} range
     * @param {string} by what the text there is replaced
     */
    edit(range, by) {
      version++;
      const change = { textDocument: { uri, version }, contentChanges: [{ range, text: by }] };
      return diagnosticsAfter(() => connection.sendNotification('textDocument/didChange', change));
    },
    /** @param {string} method of a request about the document */
    ask: (method) => connection.sendRequest(method, { textDocument: { uri } }),
    view: () => connection.sendRequest('exeunt/view', { uri }),
    async end() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };

  /**
   * @param {() => Promise<void>} send
   * @returns {Promise<unknown[]>}
   */
  async function diagnosticsAfter(send) {
    if (!pulls) {
      const found = new Promise((resolve) => (published = resolve));
      void send();
      return found;
    }
    void send();
    const report = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    return /** @type {{ items: unknown[] }} */ (report).items;
  }
}

const laterStarts = 5;
const between = 40;
const settling = 1000;

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * The one character behind the word's occurrence in the middle of the text.
 * @param {string} text
 * @param {string} behind
 */
export function placeOf(text, behind) {
  const offset = text.indexOf(behind, text.length / 4) + behind.length;
  const lines = text.slice(0, offset).split('\n');
  const line = lines.length - 1;
  const character = lines[line]?.length ?? 0;
  return { from: { line, character }, to: { line, character: character + 1 } };
}

/** Linux tells; elsewhere it is not known. @param {number | undefined} pid */
async function peakOf(pid) {
  return statusMB(pid, 'VmHWM');
}

/** Now. @param {number | undefined} pid */
export async function residentMB(pid) {
  return statusMB(pid, 'VmRSS');
}

/**
 * @param {number | undefined} pid
 * @param {string} entry
 */
async function statusMB(pid, entry) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(new RegExp(`${entry}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** User and system time so far, in steps of a hundredth of a second. @param {number | undefined} pid */
export async function processorMs(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
