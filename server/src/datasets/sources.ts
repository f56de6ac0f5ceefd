import { type DataArray, DataFault } from './array';
import type { DataFolder } from './folder';
import { isIdx, readIdx } from './idx';
import { type NameParts, nameParts } from './names';
import { readNpy } from './npy';
import { zipEntries } from './npz';
import { type Part, partOf } from './labelled-data';
import { PNG_HEADER, pngForm, readPng } from './png';
import { decompress } from '../base/decompress';
import { mostBytes, refusalText } from '../workspace/refusal';

/** An array of samples or labels in a folder, not read yet where that can wait. */
export interface Source {
  /** With its file, for people. */
  readonly name: string;
  readonly file: string;
  /** The archive it lies in, if it does. */
  readonly archive: string | undefined;
  readonly role: 'samples' | 'labels';
  readonly parts: NameParts;
  /** @throws DataFault */
  read(): Promise<DataArray>;
  /**
   * Its samples, not read yet where their form is known without.
   * @throws DataFault
   */
  open(): Promise<Part>;
}

/** Of files that have to be read for their form to be known. */
function whole(name: string, read: () => Promise<DataArray>): Pick<Source, 'read' | 'open'> {
  return { read, open: async () => partOf({ name, array: await read() }) };
}

/** Every array of samples or labels among the files of a folder; files of other kinds are passed over. */
export async function sourcesOf(folder: DataFolder, files: readonly string[]): Promise<Source[]> {
  const found: Source[] = [];
  for (const file of [...files].sort()) {
    const plain = file.toLowerCase().replace(/\.gz$/, '');
    if (plain.endsWith('.npz')) found.push(...(await archived(folder, file)));
    else if (plain.endsWith('.npy')) found.push(await roleFromContent(folder, file, readNpy));
    else if (plain.endsWith('.png')) found.push(sheet(folder, file));
    else if (plain.endsWith('.json') && nameParts(file).role === 'labels')
      found.push(jsonLabels(folder, file));
    else if (/(^|[-_.])idx\d?([-_.]|$)/.test(plain)) found.push(await roleFromContent(folder, file, readIdx));
    else if (!/\.\w+$/.test(plain) && isIdx(await content(folder, file))) {
      found.push(await roleFromContent(folder, file, readIdx));
    }
  }
  return found;
}

/** The name says the role, or else the rank: labels are one number a sample. */
async function roleFromContent(
  folder: DataFolder,
  file: string,
  read: (name: string, bytes: Uint8Array) => DataArray,
): Promise<Source> {
  const parts = nameParts(file);
  const name = `${folder.path}/${file}`;
  const source = { name, file, archive: undefined, parts };
  const readIt = async () => read(name, await content(folder, file));
  if (parts.role) return { ...source, role: parts.role, ...whole(name, readIt) };
  const array = await readIt();
  return { ...source, role: roleOf(array), ...whole(name, () => Promise.resolve(array)) };
}

function roleOf({ shape }: DataArray): 'samples' | 'labels' {
  return shape.slice(1).every((n) => n === 1) ? 'labels' : 'samples';
}

async function archived(folder: DataFolder, file: string): Promise<Source[]> {
  const path = `${folder.path}/${file}`;
  const found: Source[] = [];
  for (const { name, unpack } of zipEntries(path, await content(folder, file))) {
    if (!name.endsWith('.npy')) continue;
    const label = `${path}, ${name}`;
    const own = nameParts(name);
    // `test.npz` with x and y inside.
    const outer = nameParts(file);
    const parts = own.split ? own : { ...own, key: `${outer.key} ${own.key}`.trim(), split: outer.split };
    const read = async () => readNpy(label, await unpack());
    const role = own.role ?? roleOf(await read());
    found.push({ name: label, file, archive: file, role, parts, ...whole(label, read) });
  }
  return found;
}

/** One image a row: its pixels one after the other, channels inside a pixel. */
function sheet(folder: DataFolder, file: string): Source {
  const name = `${folder.path}/${file}`;
  const read = async () => readPng(name, await content(folder, file));
  return {
    name,
    file,
    archive: undefined,
    role: 'samples',
    parts: nameParts(file),
    read,
    open: async () => {
      const form = pngForm(name, await content(folder, file, PNG_HEADER));
      return { name, ...form, read: async () => (await read()).values };
    },
  };
}

function jsonLabels(folder: DataFolder, file: string): Source {
  const name = `${folder.path}/${file}`;
  const read = async (): Promise<DataArray> => {
    const labels = parseJson(new TextDecoder().decode(await content(folder, file)));
    if (!Array.isArray(labels) || !labels.every((l) => typeof l === 'number')) {
      throw new DataFault(`${name}: this is no JSON list of numbers`);
    }
    return { shape: [labels.length], values: Float64Array.from(labels) };
  };
  return { name, file, archive: undefined, role: 'labels', parts: nameParts(file), ...whole(name, read) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function content(folder: DataFolder, file: string, first?: number): Promise<Uint8Array> {
  const bytes = await folder.read(file, first);
  if (bytes === undefined) throw new DataFault(`${folder.path}/${file}: it cannot be read`);
  if (!file.endsWith('.gz')) return bytes;
  const most = mostBytes['data set'];
  const unpacked = await decompress(bytes, 'gzip', most);
  if (typeof unpacked !== 'string') return unpacked;
  const reason =
    unpacked === 'damaged'
      ? 'it is no gzip archive, or a damaged one'
      : refusalText({ kind: 'too-large', most, unpacked: true }, 'data set');
  throw new DataFault(`${folder.path}/${file}: ${reason}`);
}
