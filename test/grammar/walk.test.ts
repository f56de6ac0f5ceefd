import { describe, expect, it } from 'vitest';
import { children, commentsIn, nodePathAt, parse, visit, type Block } from '../../grammar/src/index';
import { wholeDesign } from './designs';

const blockOf = (text: string): Block => {
  const block = parse(text).slots[0]?.block;
  if (!block) throw new Error('no block');
  return block;
};

describe('the path to an offset', () => {
  const text = 'network n { conv c1 kernel 5x5 weights int4 }';
  it.each([
    ['5x5', ['network', 'layer', 'setting', 'dims']],
    ['c1', ['network', 'layer', 'name']],
    ['kernel', ['network', 'layer', 'setting', 'word']],
    ['n {', ['network', 'name']],
    ['{', ['network']],
  ])('%s', (at, kinds) => {
    const path = nodePathAt(blockOf(text), text.indexOf(at) + (at === '{' ? 0 : 1));
    expect(path.map((n) => n.kind)).toEqual(kinds);
  });

  it('is empty outside the block', () => expect(nodePathAt(blockOf(text), text.length + 1)).toEqual([]));
});

it('children are inside their parents, in order and disjoint', () => {
  let seen = 0;
  for (const { block } of parse(wholeDesign).slots) {
    if (!block) continue;
    visit(block, (node) => {
      let last = node.span.start;
      for (const { span } of children(node)) {
        expect(span.start).toBeGreaterThanOrEqual(last);
        last = span.end;
        seen++;
      }
      expect(last).toBeLessThanOrEqual(node.span.end);
    });
  }
  expect(seen).toBeGreaterThan(200);
});

it('comments have absolute offsets', () => {
  expect(commentsIn('// a\r\ndevice { /* b\nc */ } // d\n"// e"')).toEqual([
    { text: '// a', start: 0, end: 4, ownLine: true },
    { text: '/* b\nc */', start: 15, end: 24, ownLine: false },
    { text: '// d', start: 27, end: 31, ownLine: false },
  ]);
});
