import { expect, it } from 'vitest';
import { nearestNames } from '../../server/src/device/nearest';

it.each([
  ['hsl', ['hls', 'vivado'], ['hls']],
  ['xc7z02', ['xc7z010', 'xc7z020', 'xczu9eg'], ['xc7z020', 'xc7z010']],
  ['chekc', ['check', 'report'], ['check']],
  ['zzz', ['check', 'report'], []],
])('finds the names nearest to %s, with swapped letters too', (name, candidates, near) => {
  expect(nearestNames(name, candidates)).toEqual(near);
});
