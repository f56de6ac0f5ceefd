import { DataFault, type Values } from './array';
import type { DataFolder } from './folder';
import { type LabelledData, largest } from './labelled-data';
import { readPng } from './png';

interface Image {
  readonly folder: DataFolder;
  readonly file: string;
  readonly label: number;
}

export async function hasClassFolders(folder: DataFolder, folders: readonly string[]): Promise<boolean> {
  for (const name of folders) {
    if ((await imagesIn(folder.folder(name))).length > 0) return true;
  }
  return false;
}

/**
 * PNG images in one folder a class. Folders named by numbers are those classes; else classes count in the order of
 * their names, as torchvision's ImageFolder counts them.
 *
 * @throws DataFault
 */
export async function classFolders(folder: DataFolder, names: readonly string[]): Promise<LabelledData> {
  const numbered = names.every((name) => /^\d+$/.test(name));
  const classes = [...names].sort(numbered ? (a, b) => Number(a) - Number(b) : byCodePoint);
  const images: Image[] = [];
  for (const [index, name] of classes.entries()) {
    const inside = folder.folder(name);
    const label = numbered ? Number(name) : index;
    const files = await imagesIn(inside);
    if (files.length === 0) throw new DataFault(`${inside.path}: the folder of a class holds no .png images`);
    images.push(...files.map((file) => ({ folder: inside, file, label })));
  }
  const [first] = images;
  if (first === undefined) throw new DataFault(`${folder.path}: there are no .png images in its folders`);
  const { shape, values } = await load(first);
  return {
    name: folder.path,
    count: images.length,
    shape,
    labels: Int32Array.from(images, (i) => i.label),
    most: largest(values),
    ...(numbered ? {} : { classes }),
    sample: async (index) => {
      const image = images[index];
      return image ? sameShape(await load(image), shape, image) : new Uint8Array();
    },
  };
}

async function imagesIn(folder: DataFolder): Promise<string[]> {
  const entries = await folder.entries();
  return entries
    .filter((e) => !e.isFolder && e.name.toLowerCase().endsWith('.png'))
    .map((e) => e.name)
    .sort(byCodePoint);
}

async function load({ folder, file }: Image) {
  const bytes = await folder.read(file);
  const path = `${folder.path}/${file}`;
  if (bytes === undefined) throw new DataFault(`${path}: it cannot be read`);
  return readPng(path, bytes);
}

function sameShape(
  { shape, values }: { readonly shape: readonly number[]; readonly values: Values },
  wanted: readonly number[],
  { folder, file }: Image,
): Values {
  const [rows, columns, channels] = shape;
  const [wantedRows, wantedColumns, wantedChannels = 1] = wanted;
  if (rows !== wantedRows || columns !== wantedColumns) {
    throw new DataFault(
      `${folder.path}/${file}: ${rows}x${columns} pixels, the first image has ${wantedRows}x${wantedColumns}; resize them to one size`,
    );
  }
  if (channels === wantedChannels) return values;
  if (channels === 1 && wantedChannels === 3)
    return Uint8Array.from({ length: values.length * 3 }, (_, i) => values[Math.floor(i / 3)] ?? 0);
  throw new DataFault(`${folder.path}/${file}: a colour image among grey ones; convert it to grey`);
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
