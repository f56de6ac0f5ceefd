/** What a client may do: what the protocol allows, and some that it does not. */
import type { Position } from 'vscode-languageserver/node';
import type { Random } from '../support/seed';
import { below, pick } from './kind';
import { faultPoints } from './server-faults';
import { anyDesign, anyEdit, edited } from './texts';

export const uriOf = (name: string): string => new URL(name, 'file:///design/').href;
const names = ['main.exeunt', 'second.exeunt', 'device.exeunt'];
/** Read by those who are trusted only. */
const outside = '../outside/device.exeunt';

export interface Change {
  /** Absent: the whole text. */
  readonly range?: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

export type Step =
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
  | { readonly does: 'wait'; readonly turns: number }
  | { readonly does: 'settings'; readonly settings: unknown }
  /** The user trusts the folder from now on. */
  | { readonly does: 'trust' }
  /** A message that no server knows, or not in this form; a request where it is answered. */
  | {
      readonly does: 'babble';
      readonly method: string;
      readonly params: unknown;
      readonly isRequest: boolean;
    }
  /** Something in the server throws from now on, until it is mended. */
  | { readonly does: 'break'; readonly point: string }
  | { readonly does: 'mend' };

const methods = [
  'textDocument/hover', 'textDocument/completion', 'textDocument/definition', 'textDocument/references',
  'textDocument/documentHighlight', 'textDocument/prepareRename', 'textDocument/rename', 'textDocument/documentSymbol',
  'textDocument/documentLink', 'textDocument/foldingRange', 'textDocument/formatting', 'textDocument/codeLens',
  'textDocument/inlayHint', 'textDocument/codeAction', 'textDocument/diagnostic', 'exeunt/view', 'exeunt/export',
]; // prettier-ignore

const files = [...names, outside, 'trace.csv', 'model.onnx', 'main.calibration.json'];
const contents = [
  '',
  '{',
  'device { board pynq-z2 clock 100 MHz }\n',
  'import "second.exeunt"\n',
  'sample_id,exit\n1',
  'device { board no-such }\n',
];
const heads = [
  '',
  'import "device.exeunt"\n',
  `import "${outside}"\n`,
  'import "second.exeunt"\nprofile "trace.csv"\n',
];
const settings: readonly unknown[] = [
  { exeunt: { codeLens: { enabled: false } } },
  { exeunt: { 'inlayHints.shapes': false } },
  { exeunt: { codeLens: 3, inlayHints: null } },
  { exeunt: [] },
  {},
  null,
  'no settings',
];
const babble: readonly Omit<Extract<Step, { does: 'babble' }>, 'does'>[] = [
  { method: 'workspace/executeCommand', params: { command: 'exeunt.none', arguments: [] }, isRequest: true },
  { method: 'exeunt/none', params: { uri: 3 }, isRequest: true },
  { method: 'codeAction/resolve', params: { title: 'none' }, isRequest: true },
  { method: 'textDocument/hover', params: {}, isRequest: true },
  { method: 'textDocument/codeAction', params: { textDocument: { uri: 'main' } }, isRequest: true },
  { method: 'exeunt/view', params: { uri: 'no uri at all' }, isRequest: true },
  { method: 'exeunt/export', params: { uri: 'file:///design/main.exeunt', what: 'none' }, isRequest: true },
  { method: 'exeunt/import', params: { uri: 'file:///none.onnx', target: 'x', board: '' }, isRequest: true },
  { method: '$/cancelRequest', params: { id: 123456 }, isRequest: false },
  { method: '$/setTrace', params: { value: 'verbose' }, isRequest: false },
  { method: 'exeunt/none', params: null, isRequest: false },
  {
    method: 'workspace/didChangeWorkspaceFolders',
    params: { event: { added: [{ uri: 'file:///design', name: 'design' }], removed: [] } },
    isRequest: false,
  },
];
/** Steps of the case that are of the rarer sorts. */
const RARE = 0.15;

export function anyStep(random: Random, texts: Map<string, string>): Step {
  if (random() < RARE) return rareStep(random);
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
    const opened = pick(random, heads) + (random() < 0.7 ? anyDesign(random) : pick(random, contents));
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

function rareStep(random: Random): Step {
  const kind = random();
  if (kind < 0.2) return { does: 'settings', settings: pick(random, settings) };
  if (kind < 0.3) return { does: 'trust' };
  if (kind < 0.6) return { does: 'babble', ...pick(random, babble) };
  if (kind < 0.9) return { does: 'break', point: pick(random, faultPoints) };
  return { does: 'mend' };
}

function anyPosition(random: Random, text: string): Position {
  if (random() < 0.1)
    return {
      line: pick(random, [-1, 0, 5, 1e6, 2 ** 31 - 1]),
      character: pick(random, [-1, 0, 0.5, 1e6, 2 ** 31 - 1]),
    };
  return positionAt(text, below(random, text.length + 1));
}

/** Counted as the protocol does, whose lines end with `\n`, `\r\n` or `\r`. */
function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
