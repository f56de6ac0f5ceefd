import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  attributes,
  attributesOf,
  blocks,
  layerKinds,
  metrics,
  parse,
  publishedFigures,
} from '../../grammar/src/index';

const problemsOf = (text: string): string[] =>
  parse(text).slots.flatMap((s) => s.problems.map((p) => p.message));

const headers: Record<string, string> = {
  device: 'device',
  network: 'network n',
  exit: 'exit e after l',
  switch: 'switch s after l',
  region: 'region r',
  schedule: 'schedule',
  budget: 'budget',
  paper: 'paper',
};

describe('every example in the vocabulary parses', () => {
  it.each(blocks.flatMap((b) => b.settings.map((s) => [b.word, s.example] as const)))(
    '%s: %s',
    (block, example) => {
      expect(problemsOf(`${headers[block]} { ${example} }`)).toEqual([]);
    },
  );
  it.each(attributes.map((a) => a.example))('%s', (example) => {
    expect(problemsOf(`network n { conv c ${example} }`)).toEqual([]);
    expect(problemsOf(`stage s in r { a .. b } ${example}`)).toEqual([]);
  });
  it.each(blocks.map((b) => b.example))('%s', (example) => {
    expect(problemsOf(example.endsWith('{') ? `${example} }` : example)).toEqual([]);
  });
});

it('every attribute of a layer is known, and every attribute belongs to a layer', () => {
  const used = new Set(layerKinds.flatMap((l) => l.attributes));
  expect([...used].sort()).toEqual(attributes.map((a) => a.word).sort());
  for (const { word, attributes: words } of layerKinds) expect(attributesOf(word).length).toBe(words.length);
});

it('every entry has a documentation sentence', () => {
  const all = [
    ...blocks,
    ...blocks.flatMap((b) => b.settings),
    ...attributes,
    ...layerKinds,
    ...metrics,
    ...publishedFigures,
  ];
  for (const { word, doc } of all) expect(doc, word).toMatch(/^.{10,}\.$/);
});

describe('snippets of the vocabulary', () => {
  const path = join(import.meta.dirname, '../../grammar/snippets.json');
  const snippets = JSON.parse(readFileSync(path, 'utf8')) as Record<
    string,
    { prefix: string; body: string[] }
  >;

  it.each(Object.entries(snippets))('%s parses as it is inserted', (_, { body }) => {
    let text = body.join('\n');
    // Inner placeholders first; a choice shows its first word.
    for (let before = ''; before !== text;) {
      before = text;
      text = text
        .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
        .replace(/\$\{\d+:([^${}]*)\}/g, '$1')
        .replace(/\$\d+/g, '');
    }
    expect(text).not.toContain('$');
    expect(problemsOf(text)).toEqual([]);
  });

  it('there is a snippet for every block', () => {
    const prefixes = Object.values(snippets).map((s) => s.prefix);
    for (const { word } of blocks) expect(prefixes).toContain(word);
  });
});
