/** How a name is written. */
import { attributes, blocks, layerKinds } from './vocabulary';

const bare = /^[\p{L}_][\p{L}\p{N}\p{M}_-]*$/u;
const reserved: ReadonlySet<string> = new Set([
  ...layerKinds.map((kind) => kind.word),
  ...attributes.map((attribute) => attribute.word),
  ...blocks.flatMap((block) => [block.word, ...block.header, ...block.settings.map((s) => s.word)]),
]);

/** A name as the language writes it: in quotes where it is more than a word. */
export function nameText(name: string): string {
  if (bare.test(name) && !reserved.has(name)) return name;
  return `"${name.replace(/[\\"]/g, '\\$&')}"`;
}
