/** Generates the pages that come from the tables behind hover, completion, help and diagnostics, or from an analysis. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { commands } from './commands';
import { codePage, codesIndex, explained } from './diagnostics';
import { howManyExits, howManyExitsPage } from './how-many-exits';
import { languageReference } from './language-reference';
import { literature, literaturePage } from './literature';
import { operators } from './operators';

/**
 * Generated pages by path, formatted like the repository.
 *
 * @param root the repository: pages with generated sections keep the rest
 */
export async function generatedPages(root: string): Promise<ReadonlyMap<string, string>> {
  const commandLine = 'docs/command-line.md';
  const pages = new Map([
    ['docs/language-reference.md', languageReference()],
    ['docs/operators.md', operators()],
    [howManyExitsPage, await howManyExits(root)],
    [literaturePage, await literature(root)],
    [commandLine, withSection(await readFile(join(root, commandLine), 'utf8'), 'commands', commands())],
    ['docs/diagnostics/README.md', codesIndex()],
    ...explained.map((each) => [`docs/diagnostics/${each.code}.md`, codePage(each)] as const),
  ]);
  const options = await resolveConfig(join(root, 'docs/README.md'));
  const formatted = [...pages].map(async ([path, text]) => {
    return [path, await format(text, { ...options, parser: 'markdown' })] as const;
  });
  return new Map(await Promise.all(formatted));
}

/** Replaces the text between two marks of a page. */
function withSection(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end of generated: ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no section ${name}`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
