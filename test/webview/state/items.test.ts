import { describe, expect, test } from 'vitest';
import { describe as describeItem, itemsAt, itemsOf, relatedTo } from '../../../webview/src/drawing/items';
import { snapshot, timelineOf } from '../support/snapshots';

const items = itemsOf(snapshot('two-regions'), timelineOf('two-regions').paths.at(-1) ?? null);

describe('itemsAt', () => {
  test('a place in a stage is its module and its tasks', () => {
    expect([...itemsAt(items.values(), { line: 31, character: 5 })]).toEqual([
      'module:rp1/mid',
      'task:load mid',
      'task:compute mid',
    ]);
  });

  test('of nested ranges the smallest counts', () => {
    const [outer, inner] = [
      { start: { line: 1, character: 0 }, end: { line: 9, character: 1 } },
      { start: { line: 3, character: 2 }, end: { line: 3, character: 8 } },
    ];
    const item = [...items.values()][0];
    if (!item) throw new Error('no items');
    const two = [
      { ...item, id: 'outer', range: outer },
      { ...item, id: 'inner', range: inner },
    ];
    expect([...itemsAt(two, { line: 3, character: 4 })]).toEqual(['inner']);
    expect([...itemsAt(two, { line: 3, character: 9 })]).toEqual(['outer']);
    expect([...itemsAt(two, { line: 20, character: 0 })]).toEqual([]);
  });
});

test('a task goes with its module and its exit, in both diagrams', () => {
  const check = items.get('task:check early');
  if (!check) throw new Error('no such item');
  expect([...relatedTo(check, items.values())].sort()).toEqual([
    'exit:early',
    'module:/early',
    'task:check early',
  ]);
});

test('a description says name, figures and what is wrong', () => {
  const region = snapshot('two-regions');
  if (region.regions[0]) region.regions[0].violations = ['the right edge splits a column pair'];
  const rp0 = itemsOf(region, null).get('region:rp0');
  expect(rp0 && describeItem(rp0)).toBe(
    'rp0, 857,740 B · loads in 6.71 ms, LUT 61 %, FF 32 %, DSP 77.5 %, RAMB18 92.5 %, the right edge splits a column pair',
  );
  const load = items.get('task:load mid');
  expect(load && describeItem(load)).toBe(
    'load mid, 6.71 ms, from 0 µs to 6.71 ms, on rp1 and port, 857,740 B',
  );
});
