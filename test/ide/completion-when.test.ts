import { expect, test } from 'vitest';
import { completions } from '../../server/src/ide/completion';
import { chain } from '../support/designs';
import { load } from '../support/fixture';

async function labels(fixture: string): Promise<string[]> {
  const { analysis, offset } = await load(fixture);
  return completions(analysis, offset)
    .sort((a, b) => (a.sortText < b.sortText ? -1 : 1))
    .map((c) => c.label);
}

const criteria = ['softmax', 'softmax2', 'entropy', 'margin'];

test.each([
  ['scores alone', 'flatten\n dense b1 units 10', criteria],
  [
    'a layer of one unit beside them',
    'flatten f\n dense sure units 1\n dense b1 units 10 from f',
    [...criteria, 'sure'],
  ],
  ['scores at every position', 'conv b1 kernel 1x1 filters 10', [...criteria, 'mean', 'min']],
])('behind `when`, with %s', async (_, head, expected) => {
  expect(await labels(`${chain}\nexit early after p1 {\n ${head}\n when $0\n}\n`)).toEqual(expected);
});

test('behind `mean` stands `confidence`', async () => {
  const head = 'conv b1 kernel 1x1 filters 10';
  expect(await labels(`${chain}\nexit early after p1 {\n ${head}\n when mean $0\n}\n`)).toEqual([
    'confidence',
  ]);
});
