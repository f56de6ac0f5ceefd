import { expect, it } from 'vitest';
import { visible, visibleLines } from '../../server/src/base/protocol/visible';

it('shows what a terminal would obey, and nothing else differently', () => {
  expect(visible('\u001b]0;x\u0007 \u009b31m\u007f a\tb\nc')).toBe(
    '\\u001b]0;x\\u0007 \\u009b31m\\u007f a\\u0009b\\u000ac',
  );
  expect(visible('\u202eabc\u2066 \u200f \u2028')).toBe('\\u202eabc\\u2066 \\u200f \\u2028');
  expect(visible('größe 設計 👩‍🔬 C:\\x')).toBe('größe 設計 👩‍🔬 C:\\x');
  expect(visibleLines('a\tb\r\nc\u001b')).toBe('a\tb\\u000d\nc\\u001b');
});
