import { expect, it } from 'vitest';
import { nearestNames } from '../../server/src/device/nearest';

it.each([
  ['hsl', ['hls', 'vivado'], ['hls']],
  ['xc7z02', ['xc7z010', 'xc7z020', 'xczu9eg'], ['xc7z020', 'xc7z010']],
  ['chekc', ['check', 'report'], ['check']],
  ['zzz', ['check', 'report'], []],
])('what is near %s, letters in the wrong order too', (name, candidates, near) => {
  expect(nearestNames(name, candidates)).toEqual(near);
});
