/** Folders that are exported to, as others left them: nothing outside of them changes, and no file is half written. */
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Cancelled } from '../../server/src/base/checkpoint';
import { type Disk, nodeDisk } from '../../server/src/cli/disk';
import { writeFolder } from '../../server/src/cli/export-folder';
import { sumOf } from '../../server/src/cli/export-marker';
import { Refused } from '../../server/src/cli/outcome';
import { exportMarker } from '../../server/src/base/protocol/export-marker';
import { type Kind, below, pick, without } from './kind';

/** What comes in the way of an export, at one of its steps that change the disk. */
interface End {
  readonly at: number;
  readonly by: 'full disk' | 'kill -9' | 'kill -9 after it' | 'Ctrl+C';
}

/** What happens to the folder between two exports, or during one. */
type Step =
  | {
      readonly does: 'export';
      readonly files: Readonly<Record<string, string>>;
      readonly force: boolean;
      readonly end: End | undefined;
    }
  | { readonly does: 'link'; readonly name: string; readonly to: string }
  | { readonly does: 'write'; readonly name: string; readonly content: string }
  | { readonly does: 'lock'; readonly name: string }
  | { readonly does: 'remove'; readonly name: string }
  | { readonly does: 'folder'; readonly name: string }
  | { readonly does: 'list'; readonly lines: readonly string[] };

interface Case {
  readonly steps: readonly Step[];
}

const names = ['a', 'b', 'README.md', 'hls/f/f.cpp', 'hls/f/g.cpp', 'hls/h/h.cpp', 'sw/main.c'];
const places = [...names, 'hls', 'hls/f', 'sw', exportMarker, 'mine'];
const targets = [
  'victim',
  'victim/precious.txt',
  'victim/precious.txt',
  '..',
  '../victim',
  '../victim/precious.txt',
  '../../victim',
  '/',
  '.',
  'nowhere',
  'a',
  'hls',
  '../out',
  'hls/f',
];
const hostile = [
  '../victim/precious.txt',
  '/etc/passwd',
  'hls/../../victim/precious.txt',
  '..',
  '.',
  '',
  'C:\\x',
  'a\0b',
  '\u202ea',
  '__proto__',
  'hls',
  'mine',
  ...names,
];
const precious = 'years of work';
const ends = ['full disk', 'kill -9', 'kill -9 after it', 'Ctrl+C'] as const;

export const exports: Kind<Case> = {
  name: 'exports',
  make(random) {
    const step = (): Step => {
      const kind = random();
      if (kind < 0.45) {
        const files = Object.fromEntries(
          names.filter(() => random() < 0.7).map((name) => [name, `exported ${below(random, 3)}`]),
        );
        return {
          does: 'export',
          files,
          force: random() < 0.3,
          end: random() < 0.6 ? { at: below(random, 40), by: pick(random, ends) } : undefined,
        };
      }
      const name = pick(random, places);
      if (kind < 0.65) return { does: 'link', name, to: pick(random, targets) };
      if (kind < 0.75) return { does: 'write', name, content: `own ${below(random, 3)}` };
      if (kind < 0.85)
        return pick(random, [
          { does: 'lock', name },
          { does: 'remove', name },
          { does: 'folder', name },
        ] as const);
      const lines = Array.from({ length: below(random, 6) }, () => {
        const listed = pick(random, hostile);
        return random() < 0.5
          ? listed
          : `${sumOf(Buffer.from(pick(random, [precious, 'own 0', 'exported 0'])))}  ${listed}`;
      });
      return { does: 'list', lines };
    };
    return { steps: Array.from({ length: 2 + below(random, 6) }, step) };
  },
  async check({ steps }) {
    const root = await mkdtemp(join(tmpdir(), 'exeunt-fuzz-'));
    try {
      await mkdir(join(root, 'victim'));
      await writeFile(join(root, 'victim/precious.txt'), precious);
      for (const step of steps) {
        const fault = await taken(root, step);
        if (fault !== undefined) return fault;
      }
      return undefined;
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  },
  *smaller({ steps }) {
    for (const fewer of without(steps)) yield { steps: fewer };
    for (const [i, step] of steps.entries()) {
      if (step.does !== 'export') continue;
      for (const files of without(Object.entries(step.files)))
        yield { steps: steps.with(i, { ...step, files: Object.fromEntries(files) }) };
    }
  },
  show: ({ steps }) => steps.map((step) => JSON.stringify(step)).join('\n'),
};

async function taken(root: string, step: Step): Promise<string | undefined> {
  const out = join(root, 'out');
  if (step.does === 'export') return exported(root, step);
  const path = join(out, step.does === 'list' ? exportMarker : step.name);
  // What the user does, where it can be done.
  try {
    await mkdir(dirname(path), { recursive: true });
    if (step.does === 'link') {
      await rm(path, { recursive: true, force: true });
      await symlink(step.to.replace(/^victim/, join(root, 'victim')), path);
    } else if (step.does === 'write') await writeFile(path, step.content, { flag: 'wx' });
    else if (step.does === 'lock') await chmod(await inside(root, path), 0o444);
    else if (step.does === 'folder') await mkdir(path);
    else if (step.does === 'remove') await rm(path, { recursive: true, force: true });
    else {
      await rm(path, { recursive: true, force: true });
      await writeFile(path, ['exeunt export of lenet', ...step.lines, ''].join('\n'));
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  return undefined;
}

async function inside(root: string, path: string): Promise<string> {
  if (!(await stat(path)).isFile() || (await readFile(path, 'utf8')) === precious)
    throw Object.assign(new Error(root), { code: 'none' });
  return path;
}

/** One export, and what must hold behind it whatever came in its way. */
async function exported(
  root: string,
  { files, force, end }: Extract<Step, { does: 'export' }>,
): Promise<string | undefined> {
  const out = join(root, 'out');
  const before = await tree(out);
  const outside = JSON.stringify(await tree(join(root, 'victim')));
  const left = await readdir(root);
  let refused: string | undefined;
  let isKilled = false;
  try {
    await writeFolder(out, 'lenet', new Map(Object.entries(files)), force, failing(end));
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Cancelled)) throw error;
    refused = error.message;
    isKilled = end?.by.startsWith('kill') === true && refused.includes(killed);
  }
  const after = await tree(out);
  if ((await readFile(join(root, 'victim/precious.txt'), 'utf8')) !== precious)
    return 'a file outside of the folder was written';
  if (JSON.stringify(await tree(join(root, 'victim'))) !== outside)
    return 'something was put outside of the folder';
  // What the disk refused to remove stays, for the next process.
  const more = (await readdir(root)).filter((name) => name !== 'out' && !left.includes(name));
  if (end === undefined && more.length > 0) return `left behind: ${more.join()}`;
  for (const path of [...more.map((name) => join(root, name)), ...(await unfinishedIn(out))])
    await leftByOther(path);
  if (isKilled) return mixture(before, files, after);
  for (const [name, content] of Object.entries(before)) {
    if (name === exportMarker || name in files || after[name] === content) continue;
    // Through a link inside, the export may have written it.
    if (after[name]?.startsWith('exported') === true) continue;
    if (after[name] !== undefined) return `${name}, which is not of the export, was changed`;
    if (!content.startsWith('exported') && !content.startsWith('own')) return `${name} is gone`;
    if (refused !== undefined) return `${name} is gone though the export was refused: ${refused}`;
  }
  if (refused !== undefined) {
    const same = JSON.stringify(after) === JSON.stringify(before);
    return same
      ? undefined
      : `refused (${refused}), but not as it was:\n${JSON.stringify(before)}\n${JSON.stringify(after)}`;
  }
  for (const [name, content] of Object.entries(files))
    if ((await readFile(join(out, name), 'utf8')) !== content) return `${name} is not as it was exported`;
  return undefined;
}

/** Each file is the old one or the new one, and none is gone that the export has. */
function mixture(
  before: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string | undefined {
  for (const [name, content] of Object.entries(after)) {
    // Through a link inside, the export may have written another of its files.
    const isLinked = content.startsWith('exported') || before[name]?.startsWith('exported') === true;
    const isOne = content === before[name] || content === files[name] || name === exportMarker || isLinked;
    if (!isOne && !name.includes('.part')) return `${name} is neither old nor new after kill -9`;
  }
  const gone = Object.keys(before).find((name) => name in files && after[name] === undefined);
  return gone === undefined ? undefined : `${gone} is gone after kill -9`;
}

async function unfinishedIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.part')).map((name) => join(folder, name));
}

/** What this process has left is known for its own: it is given to one that is no more. */
async function leftByOther(path: string): Promise<void> {
  const other = path.replace(/-\d+-([0-9a-f]{8}\.part)$/, '-99999999-$1');
  if (other !== path) await rename(path, other);
}

const killed = 'killed here';

/** One operation on the disk fails, or is the last one of its process. */
function failing(end: End | undefined): Disk {
  if (end === undefined) return nodeDisk;
  let step = 0;
  const calls = Object.entries(nodeDisk).map(
    ([name, call]: [string, (...args: never[]) => Promise<unknown>]) => [
      name,
      async (...args: never[]) => {
        const at = step++;
        if (at === end.at && end.by === 'full disk')
          throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        if (at === end.at && end.by === 'Ctrl+C') process.emit('SIGINT');
        if (at === end.at && end.by === 'kill -9 after it') await call(...args);
        if (at >= end.at && end.by.startsWith('kill')) throw new Error(killed);
        return call(...args);
      },
    ],
  );
  return Object.fromEntries(calls) as Disk;
}

/** Regular files and where links lead, by path. */
async function tree(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isFile()) found[name] = await readFile(path, 'utf8');
    else if (entry.isSymbolicLink()) found[name] = 'own link';
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}
