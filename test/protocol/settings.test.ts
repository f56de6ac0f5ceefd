import { expect, it } from 'vitest';
import { readSettings, settingDefaults } from '../../server/src/base/protocol/settings';

it.each<[unknown, object]>([
  [undefined, {}],
  [null, {}],
  [5, {}],
  [{ codeLens: 5, inlayHints: null }, {}],
  [{ codeLens: { enabled: 'no' } }, {}],
  [{ codeLens: { enabled: false } }, { 'codeLens.enabled': false }],
  [{ 'inlayHints.shapes': false }, { 'inlayHints.shapes': false }],
])('settings sent as %j are the usual ones, but for %j', (given, other) => {
  expect(readSettings(given)).toEqual({ ...settingDefaults, ...other });
});
