import { describe, expect, it } from 'vitest';
import { type Layer, firstReading, parse, reparse } from '../../grammar/src/index';
import { plain } from './plain';

const text = `network n {
  input image 1x8x8
  conv a kernel 3x3 filters 4
  conv b kernel 3x3 filters 4
  conv c kernel 3x3 filters 4
  relu
}`;

/** Kinds of layers that are the same node, the same text elsewhere, or new after an edit. */
function kept(from: string, to: string): { same: string[]; moved: string[]; fresh: string[] } {
  const before = parse(text);
  const start = text.indexOf(from);
  const next = text.replace(from, to);
  let common = 0;
  while (common < Math.min(from.length, to.length) && from.at(-1 - common) === to.at(-1 - common)) common++;
  const change = { start, end: start + from.length - common, inserted: to.length - common };
  const after = reparse(before, text, next, change);
  expect(plain(after)).toEqual(plain(parse(next)));
  const old = new Set(layersOf(before));
  const found = { same: [] as string[], moved: [] as string[], fresh: [] as string[] };
  for (const layer of layersOf(after)) {
    const name = layer.name?.text ?? layer.layerKind.text;
    if (old.has(layer)) found.same.push(name);
    else if (old.has(firstReading(layer))) found.moved.push(name);
    else found.fresh.push(name);
  }
  return found;
}

function layersOf(tree: ReturnType<typeof parse>): readonly Layer[] {
  const block = tree.slots[0]?.block;
  return block?.kind === 'network' ? block.layers : [];
}

describe('an edit inside a network', () => {
  it.each([
    ['of the same length', 'b kernel 3x3', 'b kernel 5x5', ['image', 'a', 'c', 'relu'], [], ['b']],
    ['that moves what follows', 'b kernel 3x3', 'b kernel 11x11', ['image', 'a'], ['c', 'relu'], ['b']],
    ['that adds a layer', '  conv c', '  flatten\n  conv c', ['image', 'a', 'b'], ['c', 'relu'], ['flatten']],
    ['that removes a layer', '  conv b kernel 3x3 filters 4\n', '', ['image', 'a'], ['c', 'relu'], []],
    ['in a comment', '  conv b', '  // x\n  conv b', ['image', 'a'], ['b', 'c', 'relu'], []],
    ['that is an error', 'b kernel 3x3', 'b kernel', ['image', 'a'], ['c', 'relu'], ['b']],
    ['that swallows a layer', 'filters 4\n  conv b', '/*\n  conv b */', ['image'], ['c', 'relu'], ['a']],
  ])('%s keeps the other layers', (_, from, to, same, moved, fresh) => {
    expect(kept(from, to)).toEqual({ same, moved, fresh });
  });

  it('is kept over several edits', () => {
    let tree = parse(text);
    let now = text;
    const first = layersOf(tree).at(-1);
    for (const inserted of ['// one\n', '// two\n', '// three\n']) {
      const start = now.indexOf('  conv b');
      const next = now.slice(0, start) + inserted + now.slice(start);
      tree = reparse(tree, now, next, { start, end: start, inserted: inserted.length });
      now = next;
    }
    const last = layersOf(tree).at(-1);
    expect(last && firstReading(last)).toBe(first);
    expect(plain(tree)).toEqual(plain(parse(now)));
  });
});
