/** Completes paths of imports, models and traces. */
import { type BlockKind, expectedAt, type Expectation } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { baseName, type FolderEntry } from '../workspace/file-system';
import type { Draft } from './completion-words';
import { ownFile } from './cursor';

export interface PathPlace {
  readonly expected: Expectation;
  /** As written: empty, or up to and including the last slash. */
  readonly folder: string;
}

/** The folder to complete from at an offset; undefined outside of a path. */
export function pathAt(analysis: Analysis, offset: number): PathPlace | undefined {
  const text = ownFile(analysis)?.text;
  if (text === undefined) return undefined;
  const expected = expectedAt(text, offset);
  if (expected.where !== 'reference' || expected.reference !== 'path') return undefined;
  const { prefix, inString } = expected;
  return { expected, folder: inString ? prefix.slice(0, 1 + lastSlash(prefix)) : '' };
}

/** Folders, and files of the matching kind. Replaces only the part of the path after its last slash. */
export function pathDrafts(
  analysis: Analysis,
  { expected, folder }: PathPlace,
  entries: readonly FolderEntry[],
): Draft[] {
  const { block, prefix, inString, span } = expected;
  const file = ownFile(analysis);
  const begun = prefix.slice(folder.length);
  const endings = block === 'top' ? [] : (fileEndings[block] ?? []);
  const fitting = entries
    .filter(({ name }) => name.startsWith('.') === begun.startsWith('.'))
    .filter(({ name, isFolder }) => isFolder || endings.some((e) => name.toLowerCase().endsWith(e)))
    .filter(({ name }) => folder !== '' || file === undefined || name !== baseName(file.uri))
    .sort((a, b) => a.name.localeCompare(b.name));
  const isClosed = file?.text[span.end] === '"';
  const open = inString ? '' : '"';
  return [...fitting, parent].map(({ name, isFolder }) => {
    if (!isFolder) {
      const insert = `${open}${name}${isClosed ? '' : '"'}`;
      return { label: name, kind: 'file', insert, snippet: false, rank: 0 };
    }
    const close = inString ? '' : '"';
    const insert = `${open}${name.replace(/[\\$}]/g, '\\$&')}/$0${close}`;
    return { label: `${name}/`, kind: 'folder', insert, snippet: true, rank: name === parent.name ? 2 : 1 };
  });
}

const lastSlash = (path: string): number => Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));

const parent: FolderEntry = { name: '..', isFolder: true };

const fileEndings: Partial<Record<BlockKind, readonly string[]>> = {
  import: ['.exeunt'],
  network: ['.onnx'],
  profile: ['.csv', '.csv.gz'],
};
