/** Every link within the repository leads somewhere, and so does every file and function that a page names. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Page, pages, proseOf, root } from '../support/pages';

const all = pages();
const link = /\[[^\]]*\]\(([^)\s]+)\)/g;

/** As GitHub and VS Code name a heading. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => {
    const slug = title
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(anchors);
}

function deadLinks(page: Page): string[] {
  return [...proseOf(page).matchAll(link)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
    if (!existsSync(join(root, path))) return [target];
    if (anchor === undefined) return [];
    const text = path === page.path ? page.text : readFileSync(join(root, path), 'utf8');
    const prose = proseOf({ path, text });
    return anchorsOf(prose).has(anchor) ? [] : [target];
  });
}

/** Folders that a page's short names begin in. */
const homes = [
  '',
  'client/src/',
  'webview/src/',
  'test/',
  'server/',
  'server/src/diagnostics/',
  'server/src/export/',
  'server/src/export/runtime/',
  'server/src/',
  'server/src/device/',
  'server/src/cost/',
  'server/src/explore/',
  'server/src/model/',
  'server/src/floorplan/placement/',
  'server/src/export/hls/',
  'grammar/src/',
];

const code = /`([\w.-]+(?:\/[\w.-]+)*\.(?:ts|mjs)|(?:[\w.-]+\/)+)(?::(\w+))?`/g;

/** What a guide has its reader make is not there. */
const toBeMade = /\*\*`[^`]+`\*\* \(new\)/g;

/** Files by their path or their name alone, folders by a slash at the end, functions behind a colon. */
function deadPaths(page: Page): string[] {
  const prose = proseOf(page).replace(toBeMade, '');
  return [...prose.matchAll(code)].flatMap(([written, path = '', name]) => {
    const found = homes
      .map((home) => join(root, home, path))
      .find((each) => existsSync(each) && statSync(each).isDirectory() === path.endsWith('/'));
    if (found === undefined) return [written];
    return name === undefined || new RegExp(`\\b${name}\\b`).test(readFileSync(found, 'utf8'))
      ? []
      : [written];
  });
}

describe.each(all)('$path', (page) => {
  it('links to what is there', () => expect(deadLinks(page)).toEqual([]));
  it('names files and functions that are there', () => expect(deadPaths(page)).toEqual([]));
});

it('reads links at all', () => {
  const broken = { path: 'README.md', text: '# A b\n[a](none.md) [b](#a-b) [c](#c) `server/src/none.ts`' };
  expect([deadLinks(broken), deadPaths(broken)]).toEqual([['none.md', '#c'], ['`server/src/none.ts`']]);
});

it('has every page in reach of the index', () => {
  const reached = new Set<string>();
  const follow = (path: string): void => {
    const page = all.find((p) => p.path === path);
    if (page === undefined || reached.has(path)) return;
    reached.add(path);
    for (const [, target = ''] of proseOf(page).matchAll(link))
      follow(normalize(join(dirname(path), target.split('#')[0] ?? '')));
  };
  follow('README.md');
  expect(all.filter((p) => !reached.has(p.path)).map((p) => p.path)).toEqual([]);
});
