/** Writes names in the syntax of a design file. */
import { attributes, blocks, layerKinds } from '../../../grammar/src/index';

/** A single word to the lexer. */
const plain = /^[\p{L}_][\p{L}\p{N}\p{M}_]*(?:-[\p{L}\p{N}\p{M}_]*)*$/u;

/** Keywords; as names they are always quoted, so that they mean the same everywhere. */
const reserved: ReadonlySet<string> = new Set([
  'from',
  'static',
  'cpu',
  ...blocks.flatMap((b) => [
    b.word,
    ...b.header,
    ...b.settings.flatMap((s) => [s.word, ...Object.keys(s.inner ?? {})]),
  ]),
  ...layerKinds.map((l) => l.word),
  ...attributes.flatMap((a) => [a.word, ...Object.keys(a.inner ?? {})]),
]);

/** Quoted unless it is a plain word other than a keyword. */
export function written(name: string): string {
  return plain.test(name) && !reserved.has(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}
