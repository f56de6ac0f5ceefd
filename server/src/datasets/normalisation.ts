import { DataFault } from './array';
import type { DataFolder } from './folder';
import type { Normalisation } from './preprocess';

/** A file beside the data that says how its values are prepared: `{ "scale": 255, "mean": [0.5], "std": [0.5] }`. */
export const normalisationFile = 'preprocess.json';

/**
 * @returns undefined where the folder has no such file
 * @throws DataFault where it is no such object
 */
export async function readNormalisation(folder: DataFolder): Promise<Normalisation | undefined> {
  const bytes = await folder.read(normalisationFile);
  if (bytes === undefined) return undefined;
  return normalisationOf(`${folder.path}/${normalisationFile}`, new TextDecoder().decode(bytes));
}

/**
 * Checks every field of it: who wrote the text is not known.
 *
 * @param place for the message
 * @throws DataFault
 */
export function normalisationOf(place: string, text: string): Normalisation {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new DataFault(`${place}: this is no JSON`);
  }
  if (read === null || typeof read !== 'object') throw new DataFault(`${place}: an object is asked for`);
  const { scale, mean, std } = read as Record<string, unknown>;
  return {
    ...(scale !== undefined && { scale: numbers(place, 'scale', scale)[0] ?? 1 }),
    ...(mean !== undefined && { mean: numbers(place, 'mean', mean) }),
    ...(std !== undefined && { std: numbers(place, 'std', std) }),
  };
}

function numbers(place: string, key: string, value: unknown): number[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every((v) => typeof v === 'number')) return list;
  throw new DataFault(`${place}: \`${key}\` is no number and no list of numbers`);
}
