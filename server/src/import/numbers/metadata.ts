import type { Normalisation } from '../data/preprocess';

/** What a model that we wrote tells of itself. */
export const metadataKeys = {
  /** How its numbers were made, for people. */
  note: 'exeunt.note',
  normalisation: 'exeunt.normalisation',
};

/** Bytes that are divided by 255, unless the file says otherwise. */
const bytes: Normalisation = { scale: 255 };

export function normalisationIn(metadata: ReadonlyMap<string, string>): Normalisation {
  const text = metadata.get(metadataKeys.normalisation);
  if (text === undefined) return bytes;
  try {
    const read = JSON.parse(text) as Normalisation | null;
    return read !== null && typeof read === 'object' ? { ...bytes, ...read } : bytes;
  } catch {
    return bytes;
  }
}
