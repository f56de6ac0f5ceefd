import { expect, test } from 'vitest';
import { semanticTokens } from '../../server/src/ide/semantic-tokens';
import { load } from '../support/fixture';
import { samples } from '../support/samples';

const design = `// ten classes
network net {
  input image 1x28x28
  conv  "c 1" kernel 5x5 filters 6
  relu
  flatten
  dense fc units 10
}
exit early after "c 1" { flatten dense head units 10 when softmax >= 0.9 rate 50% }
stage front in rp0 { "c 1" .. /* all
  of it */ nosuch }
stage back in static { flatten .. fc }
region rp0 { pblock auto }
schedule { policy overlap }
`;

async function tokens(text: string, whole: boolean) {
  const { analysis, text: loaded } = await load(text);
  return semanticTokens(analysis, whole).map(
    ({ start, end, type, declares }) => `${loaded.slice(start, end)}: ${type}${declares ? ' declared' : ''}`,
  );
}

test('tell what each name stands for, and leave one that is not known', async () => {
  expect(await tokens(design, false)).toEqual([
    'net: class declared',
    'image: variable declared',
    '"c 1": variable declared',
    'fc: variable declared',
    'early: event declared',
    '"c 1": variable',
    'head: variable declared',
    'front: function declared',
    'rp0: namespace',
    '"c 1": variable',
    'back: function declared',
    'fc: variable',
    'rp0: namespace declared',
  ]);
});

test('are all colours of an editor without a grammar', async () => {
  const all = await tokens(design, true);
  expect(all.slice(0, 6)).toEqual([
    '// ten classes: comment',
    'network: keyword',
    'net: class declared',
    'input: keyword',
    'image: variable declared',
    '1x28x28: number',
  ]);
  expect(all).toContain('"c 1": variable declared');
  expect(all).not.toContain('"c 1": string');
  expect(all).toContain('/* all\n  of it */: comment');
  for (const one of ['kernel: property', '>=: operator', '..: operator', '%: number', 'pblock: property'])
    expect(all).toContain(one);
  expect(all.filter((t) => t.startsWith('nosuch'))).toEqual([]);
});

test.each(samples)('of $name lie in order, none within another', async ({ text }) => {
  const { analysis } = await load(text);
  let before = 0;
  const found = semanticTokens(analysis, true);
  expect(found.length).toBeGreaterThan(5);
  for (const { start, end } of found) {
    expect(start).toBeGreaterThanOrEqual(before);
    expect(end).toBeGreaterThan(start);
    before = end;
  }
});

test('of text that is cut anywhere lie in order', async () => {
  for (let end = 0; end < design.length; end += 7) {
    const { analysis } = await load(design.slice(0, end));
    let before = 0;
    for (const each of semanticTokens(analysis, true)) {
      expect(each.start).toBeGreaterThanOrEqual(before);
      before = each.end;
    }
    expect(before).toBeLessThanOrEqual(end);
  }
});
