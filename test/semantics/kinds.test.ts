/** Kinds of layers and criteria have one table in each layer of the engine; a set of names beside them would miss a new one. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { criteria, layerKinds } from '../../grammar/src/index';

const root = join(import.meta.dirname, '../..');

/** The product above the vocabulary. What is lowered from a model has operators of its own, which are called alike. */
const sources = ['server/src', 'webview/src', 'client/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !/^server\/src\/(model|inference)\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
);

/** A network has one input, which is a kind of its own in every respect. */
const kinds = layerKinds.map((kind) => kind.word).filter((word) => word !== 'input');
/** Words that mean something else as well. */
const ambiguous = ['add', 'operator', 'softmax'];

function found(pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`),
  );
}

it('sources are read', () => {
  expect(sources.length).toBeGreaterThan(400);
});

it('no kind of layer is named outside the tables', () => {
  const unambiguous = kinds.filter((word) => !ambiguous.includes(word));
  expect(found(new RegExp(`'(?:${unambiguous.join('|')})'`, 'g'))).toEqual([]);
});

it('nothing compares a kind of layer or a criterion with one of them', () => {
  const words = [...kinds, ...criteria, 'argmax'].join('|');
  expect(found(new RegExp(`(?:[kK]ind|[cC]riterion) [!=]== '(?:${words})'`, 'g'))).toEqual([]);
  expect(found(new RegExp(`\\bcase '(?:${[...criteria, 'argmax', 'add'].join('|')})':`, 'g'))).toEqual([]);
});
