import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRegistry } from 'vscode-tmgrammar-test/dist/common/index.js';
import { parseGrammarTestCase, runGrammarTestCase } from 'vscode-tmgrammar-test/dist/unit/index.js';
import {
  attributes,
  blocks,
  criteria,
  fromSpec,
  layerKinds,
  metrics,
  numberTypes,
  unitWords,
} from '../../grammar/src/index';

const path = join(import.meta.dirname, '../../grammar/exeunt.tmLanguage.json');
const fixtures = join(import.meta.dirname, 'tm');
const registry = createRegistry([{ path, scopeName: 'source.exeunt', language: 'exeunt' }]);

describe('colours of the TextMate grammar', () => {
  it.each(readdirSync(fixtures))('%s', async (file) => {
    const testCase = parseGrammarTestCase(readFileSync(join(fixtures, file), 'utf8'));
    expect(testCase.assertions.length).toBeGreaterThan(5);
    expect(await runGrammarTestCase(registry, testCase)).toEqual([]);
  });
});

describe('every word of the vocabulary has a colour', async () => {
  const grammar = await registry.loadGrammar('source.exeunt');
  const scopesOf = (line: string, word: string): string[] => {
    const tokens = grammar?.tokenizeLine(line, null).tokens ?? [];
    const at = line.indexOf(word);
    return tokens.find((t) => t.startIndex <= at && at < t.endIndex)?.scopes ?? [];
  };
  const ofPaper = blocks.find((b) => b.word === 'paper')?.settings ?? [];
  const others = blocks.filter((b) => b.word !== 'paper').flatMap((b) => b.settings);
  const settings = [...attributes, fromSpec, ...others];
  const values = settings.flatMap((s) => s.values.flatMap((v) => (v.form === 'word' ? v.words : [])));
  const inner = settings.flatMap((s) => Object.keys(s.inner ?? {}));
  const statements = [...settings.map((s) => s.word), ...layerKinds.map((l) => l.word)];

  it.each(blocks.map((b) => b.example))('%s', (example) => {
    expect(scopesOf(example, example).join(' ')).toContain('keyword.control.block');
  });
  it.each(blocks.flatMap((b) => b.header))('%s', (word) => {
    expect(scopesOf(`${word} x`, word).join(' ')).toMatch(/keyword/);
  });
  it.each([...new Set(statements)])('%s', (word) => {
    expect(scopesOf(`{ ${word} x`, word).join(' ')).toMatch(/keyword|layer-kind/);
  });
  it.each([...layerKinds, ...attributes].map((w) => w.word))(
    '%s is no name behind a kind of layer',
    (word) => {
      expect(scopesOf(`{ conv ${word} x`, ` ${word} x`.trim()).join(' ')).toMatch(/keyword|layer-kind/);
    },
  );
  it.each(
    [...new Set([...values, ...inner, ...numberTypes, ...metrics.flatMap((m) => m.qualifiers)])].filter(
      (w) => !criteria.some((c) => c === w),
    ),
  )('%s', (word) => {
    expect(scopesOf(`{ x ${word}`, word).join(' ')).toMatch(/keyword|support/);
  });
  it.each([
    ...ofPaper.map((s) => s.word),
    ...new Set(
      ofPaper.flatMap((s) => [
        ...Object.keys(s.inner ?? {}),
        ...s.values.flatMap((v) => (v.form === 'word' ? v.words : [])),
      ]),
    ),
  ])('%s in a paper, and nowhere else', (word) => {
    expect(scopesOf(`paper { ${word} "x"`, word).join(' ')).toMatch(/keyword|support/);
    expect(scopesOf(`network n { conv ${word}2 kernel 3`, word).join(' ')).not.toMatch(/keyword|support/);
  });
  it.each(criteria)('%s', (word) => {
    expect(scopesOf(`{ when ${word}`, word).join(' ')).toContain('support.constant');
  });
  it.each([...unitWords])('%s', (word) => {
    expect(scopesOf(`{ 10 ${word}`, word).join(' ')).toContain('keyword.other.unit');
  });
});
