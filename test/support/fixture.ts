/**
 * Designs in tests, analysed as the server would. `$0` is the cursor and makes its file the design; without it the first file is.
 * A line `//- name.exeunt` begins another file.
 */
import { inject } from 'vitest';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { analyse, type Analysis } from '../../server/src/analysis/analyse';
import type { FileTree } from '../../grammar/src/index';
import { type Closure, Documents, type TextChange } from '../../server/src/workspace/documents';
import { normalUri } from '../../server/src/workspace/uri';
import { memoryFiles } from './memory-files';

export interface Fixture {
  /** The files as they were read. */
  readonly closure: Closure;
  readonly analysis: Analysis;
  /** Where `$0` stood; 0 without it. */
  readonly offset: number;
  /** Text of the design's own file, without the cursor. */
  readonly text: string;
}

const folder = 'file:///design/';
const cursor = '$0';

export async function load(fixture: string): Promise<Fixture> {
  const files = splitFiles(fixture);
  const rootIndex = Math.max(
    0,
    files.findIndex((f) => f.text.includes(cursor)),
  );
  const { name, text: marked } = files[rootIndex] ?? { name: 'main.exeunt', text: '' };
  const at = marked.indexOf(cursor);
  const text = at < 0 ? marked : marked.slice(0, at) + marked.slice(at + cursor.length);
  const documents = new Documents(
    memoryFiles(Object.fromEntries(files.map((f) => [normalUri(folder + f.name), f.text]))),
  );
  const uri = folder + name;
  documents.open(uri, 1, text);
  const read = async (): Promise<Pick<Fixture, 'closure' | 'analysis'>> => {
    const closure = await documents.closure(uri);
    if (closure === undefined) throw new Error('the fixture has no design');
    return { closure, analysis: await analyse(closure, neverCancelled) };
  };
  let now = await read();
  if (inject('edited')) {
    for (const changes of movesOf(documents.get(uri)?.tree, text)) {
      documents.change(uri, now.analysis.version + 1, changes);
      now = await read();
    }
    if (documents.get(uri)?.text !== text) throw new Error('the edits have changed the fixture');
  }
  return { ...now, offset: Math.max(0, at), text };
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Fixtures are read after edits that have moved every layer, each edit with an analysis of its own. */
    readonly edited: boolean;
  }
}

/**
 * A space in front of the layers of each block, which moves them all, and one within the first layer, which moves all
 * behind it; then all is taken back. Each step by itself.
 */
function movesOf(tree: FileTree | undefined, text: string): TextChange[][] {
  const places = (tree?.slots ?? []).flatMap(({ start, block }) => {
    const first = block && 'layers' in block ? block.layers.find((l) => l.settings.length > 0) : undefined;
    if (first === undefined || block?.body === undefined) return [];
    const inside = text.indexOf(' ', start + first.span.start);
    return [start + block.body.start + 1, ...(inside < start + first.span.end && inside > 0 ? [inside] : [])];
  });
  // From the end on, so that the offsets stay.
  const descending = [...new Set(places)].sort((a, b) => b - a);
  const steps = descending.map((at): TextChange[] => [{ start: at, end: at, inserted: ' ' }]);
  return [
    ...steps,
    ...descending.reverse().map((at): TextChange[] => [{ start: at, end: at + 1, inserted: '' }]),
  ];
}

/** Name of a file as the fixture calls it. */
export function fileName(uri: string): string {
  return uri.startsWith(folder) ? uri.slice(folder.length) : uri;
}

function splitFiles(fixture: string): { name: string; text: string }[] {
  const files: { name: string; text: string }[] = [];
  const pieces = fixture.split(/^\/\/- (\S+)\n/m);
  if (pieces[0]?.trim()) files.push({ name: 'main.exeunt', text: pieces[0] });
  for (let i = 1; i < pieces.length; i += 2) files.push({ name: pieces[i] ?? '', text: pieces[i + 1] ?? '' });
  return files.length > 0 ? files : [{ name: 'main.exeunt', text: fixture }];
}
