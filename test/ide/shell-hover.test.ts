/** A setting that is written without its figure states nothing. */
import { expect, it } from 'vitest';
import { shellHover } from '../../server/src/ide/hover-device';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';

it.each([
  ['', /\(by the model\)/],
  [' shell', /\(by the model\)/],
  [' shell lut 4500', /\(as stated, the rest by the model\)/],
])('of a device with%s', async (written, told) => {
  const { analysis } = await load(reconfigured.replace('clock 100 MHz', `clock 100 MHz${written}`));
  expect(shellHover(analysis)).toMatch(told);
});
