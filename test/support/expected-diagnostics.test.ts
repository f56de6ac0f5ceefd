import { expect, test } from 'vitest';
import { checkDiagnostics } from './expected-diagnostics';

const zeroFilters = `
network n {
  input i 1x8x8
  conv  c kernel 3x3 filters 0
`;

test.each([['//                         ^ EX2007 above zero'], ['//                         ^ EX2007']])(
  'range, code and words are met: %s',
  async (mark) => {
    await checkDiagnostics(`${zeroFilters}  ${mark}\n}\n`);
  },
);

test.each([
  ['wrong words', '//                         ^ EX2007 negative'],
  ['wrong code', '//                         ^ EX2001'],
  ['wrong range', '//                        ^^ EX2007'],
  ['not listed', ''],
])('%s fail', async (_, mark) => {
  await expect(checkDiagnostics(`${zeroFilters}  ${mark}\n}\n`)).rejects.toThrow('to deeply equal');
});
