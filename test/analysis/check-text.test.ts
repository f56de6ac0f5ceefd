import { expect, test } from 'vitest';
import { checkText } from '../../server/src/analysis/presentation/check-text';

const checkNs = 3_000_000;

test.each([
  [0, 3e6, [], 'check 3 ms: inputs that stay wait 3 ms, inputs that leave 3 ms'],
  [
    3e6,
    0,
    ['load:back'],
    'check 3 ms, hidden behind the load of back: inputs that stay wait 0 µs, inputs that leave 3 ms',
  ],
  [
    2e6,
    1e6,
    ['load:back'],
    'check 3 ms, 2 ms of it beside the load of back: inputs that stay wait 1 ms, inputs that leave 3 ms',
  ],
  [
    3e6,
    3e6,
    ['load:back'],
    'check 3 ms, beside the load of back: inputs that stay wait 3 ms, inputs that leave 3 ms',
  ],
  [
    3e6,
    0,
    ['load:b', 'compute:c'],
    'check 3 ms, hidden behind the load of b and the computation of c: inputs that stay wait 0 µs, inputs that leave 3 ms',
  ],
])('beside %d ns, waiting %d ns', (hiddenNs, exposedNs, hiddenBehind, expected) => {
  expect(checkText({ checkNs, hiddenNs, exposedNs, hiddenBehind, leavingNs: checkNs }, '', false)).toBe(
    expected,
  );
});

test('at a decision no input leaves', () => {
  const times = { checkNs, hiddenNs: 0, exposedNs: 3e6, hiddenBehind: [] };
  expect(checkText(times, ' on the CPU', false)).toBe('check 3 ms on the CPU: the next stage waits 3 ms');
});

test('beside what is not modelled, the check is a lower bound, and what it hides and exposes no bound at all', () => {
  const times = { checkNs, hiddenNs: 1e6, exposedNs: 2e6, hiddenBehind: ['load:b'], leavingNs: checkNs };
  expect(checkText(times, '', true)).toBe(
    'check at least 3 ms, 1 ms as known of it beside the load of b: inputs that stay wait 2 ms as known, inputs that leave 3 ms as known',
  );
});
