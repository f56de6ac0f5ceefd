/** How a name is written in a design file. */
import { attributes, blocks, layerKinds } from '../../../grammar/src/index';

/** What the lexer takes for one word. */
const plain = /^[\p{L}_][\p{L}\p{N}\p{M}_]*(?:-[\p{L}\p{N}\p{M}_]*)*$/u;

/** Words that mean something somewhere; as names they are always quoted, so that they mean the same wherever they stand. */
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

/** In quotes where it is no plain word, or one of the language's own. */
export function written(name: string): string {
  return plain.test(name) && !reserved.has(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}
