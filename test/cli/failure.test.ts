import { expect, it } from 'vitest';
import { Cancelled } from '../../server/src/base/checkpoint';
import { failureText, reasonOf } from '../../server/src/cli/failure';
import { Refused, WrongUse } from '../../server/src/cli/outcome';

const ofSystem = (code: string) =>
  Object.assign(new Error(`${code}: no, open '/x'`), { code, syscall: 'open' });

it('words the errors of the system', () => {
  expect(reasonOf(ofSystem('ENOSPC'))).toBe('no space is left on the disk');
  expect(reasonOf(ofSystem('EODD'))).toBe("EODD: no, open '/x'");
});

it.each<[unknown, string]>([
  [new WrongUse('name a file'), 'name a file'],
  [new Refused('cannot read x'), 'cannot read x'],
  [new Cancelled(), 'interrupted; nothing was written'],
  [new Error('onnxruntime cannot be loaded\n    at x'), 'onnxruntime cannot be loaded'],
  [Object.assign(ofSystem('ENOSPC'), { path: '/x' }), '/x: no space is left on the disk'],
  [ofSystem('ENOSPC'), 'no space is left on the disk'],
  [new TypeError('x is undefined'), 'internal error, please report it: x is undefined'],
  ['thrown', 'internal error, please report it: thrown'],
])('is one line, whatever is thrown: %s', (error, text) => {
  expect(failureText(error)).toBe(text);
});
