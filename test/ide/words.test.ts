import { expect, test } from 'vitest';
import { exposureText } from '../../server/src/ide/words';

const check = 3_000_000;

test.each([
  [0, 3e6, [], '3 ms exposed'],
  [3e6, 0, ['load:back'], 'hidden behind the load of back: 0 µs exposed'],
  [2e6, 1e6, ['load:back'], '2 ms of it hidden behind the load of back: 1 ms exposed'],
  [3e6, 3e6, ['load:back'], 'beside the load of back, yet 3 ms exposed'],
  [3e6, 0, ['load:b', 'compute:c'], 'hidden behind the load of b and the computation of c: 0 µs exposed'],
])('hidden %d ns, exposed %d ns', (hiddenNs, exposedNs, hiddenBehind, expected) => {
  const times = {
    name: 'e',
    step: 1,
    rate: 0.5,
    latencyNs: 0,
    vainLoadNs: 0,
    hiddenNs,
    exposedNs,
    hiddenBehind,
  };
  expect(exposureText(times, check)).toBe(expected);
});
