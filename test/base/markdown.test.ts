import { describe, expect, it } from 'vitest';
import { code, inCell, plain, prose, table } from '../../server/src/base/markdown';

describe('text as Markdown', () => {
  it.each([
    ['conv1', 'conv1'],
    ['relu#2 of exit_1', 'relu#2 of exit_1'],
    ['![x](https://e.invalid/a.png)', '!\\[x\\](https\\://e.invalid/a.png)'],
    ['[k](command:exeunt.openView)', '\\[k\\](command:exeunt.openView)'],
    ['<img src=x>', '\\<img src=x>'],
    ['a*b*c _d_ __e__', 'a\\*b\\*c \\_d\\_ \\_\\_e\\_\\_'],
    ['`code`', '\\`code\\`'],
    ['&lt; a & b', '\\&lt; a & b'],
    ['$(alert)', '\\$(alert)'],
    ['www.e.invalid me@e.invalid', 'www\\.e.invalid me\\@e.invalid'],
    ['# head', '\\# head'],
    ['- 1', '\\- 1'],
    ['1. one', '1\\. one'],
    ['1.18 ms', '1.18 ms'],
    ['a|b\\', 'a\\|b\\\\'],
    ['\u001b[31mred\u0007\u202e', '\\\\u001b\\[31mred\\\\u0007\\\\u202e'],
  ])('%j is shown literally', (text, markdown) => {
    expect(plain(text)).toBe(markdown);
  });

  it.each([
    ['conv1', '`conv1`'],
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    [' a ', '`  a  `'],
    ['a\u0000', '`a\\u0000`'],
  ])('%j is code', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });

  it.each([
    ['write `pe 4`', 'write `pe 4`'],
    ['no layer `a`![x](u)`', 'no layer `a`!\\[x\\](u)\\`'],
    ['a lone ` here', 'a lone \\` here'],
    ['', ''],
  ])('a message keeps its code: %j', (text, markdown) => {
    expect(prose(text)).toBe(markdown);
  });

  it('bars inside a cell are escaped', () => {
    expect(
      table(
        ['a', 'n'],
        [
          ['x|y', '1'],
          [{ marked: code('p|q') }, '2'],
        ],
      ),
    ).toBe('| a | n |\n|---|---:|\n| x\\|y | 1 |\n| `p\\|q` | 2 |');
    expect(inCell('`a|b` \\|')).toBe('`a\\|b` \\|');
  });
});
