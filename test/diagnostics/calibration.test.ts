import { expect, it } from 'vitest';
import { diagnosticsOf } from '../support/files-on-disk';

const device = '// Measured.\ndevice { board pynq-z2 }\n';
const resources = { lut: 1, ff: 1, dsp: 1, bram18: 1, uram: 0 };
const module = { kind: 'stage', name: 's', source: 'a.rpt', measured: { lut: 2 }, estimated: resources };
const file = (more: object) => ({
  version: 1,
  part: '',
  reports: ['a.rpt'],
  modules: [module],
  loads: [],
  ...more,
});

const told = (content: unknown) =>
  diagnosticsOf({
    'w.exeunt': device,
    'w.calibration.json':
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  });

it.each<[unknown, string]>([
  ['{ "version": 1,\n nonsense', 'it is no JSON (line 2)'],
  ['"abc"', 'the file is "abc", where an object is asked for'],
  ['null', 'the file is null, where an object is asked for'],
  ['[]', 'the file is a list, where an object is asked for'],
  [{ version: 1, reports: [], modules: null }, '`modules` is null, where a list is asked for'],
  [file({ modules: [{}] }), '`modules[0].kind` is missing, where stage, exit or switch is asked for'],
  [file({ modules: ['abc'] }), '`modules[0]` is "abc", where an object is asked for'],
  [file({ modules: [null] }), '`modules[0]` is null, where an object is asked for'],
  [file({ designs: 5 }), '`designs` is 5, where a list is asked for'],
  [file({ reports: {} }), '`reports` is an object, where a list is asked for'],
  [file({ reports: [1] }), '`reports[0]` is 1, where a text is asked for'],
  [
    file({ modules: [{ ...module, measured: { lut: 'many' } }] }),
    '`modules[0].measured.lut` is "many", where a number from 0 to 1000000000 is asked for',
  ],
  [
    file({ modules: [{ ...module, measured: { ff: 1e300 } }] }),
    '`modules[0].measured.ff` is 1e+300, where a number from 0 to 1000000000 is asked for',
  ],
  [
    JSON.stringify(file({ modules: [{ ...module, measured: { dsp: 7777 } }] })).replace('7777', '1e999'),
    '`modules[0].measured.dsp` is Infinity, where a number from 0 to 1000000000 is asked for',
  ],
  [
    file({ modules: [{ ...module, estimated: { ...resources, lut: -1 } }] }),
    '`modules[0].estimated.lut` is -1, where a number from 0 to 1000000000 is asked for',
  ],
  [
    file({ loads: [{ module: 's', bytes: 0, ns: 5 }] }),
    '`loads[0].bytes` is 0, where a number from 1 to 4294967296 is asked for',
  ],
  [
    file({ slackNs: { 't.rpt': '-1' } }),
    '`slackNs["t.rpt"]` is "-1", where a number from -86400000000000 to 86400000000000 is asked for',
  ],
  [
    file({ slackAtHz: { 't.rpt': 0 } }),
    '`slackAtHz["t.rpt"]` is 0, where a number from 1 to 1000000000000 is asked for',
  ],
  [
    file({ holdNs: { 't.rpt': null } }),
    '`holdNs["t.rpt"]` is null, where a number from -86400000000000 to 86400000000000 is asked for',
  ],
  [file({ version: 2 }), 'its `version` is 2, and version 1 is what this Exeunt reads'],
  [file({ version: '1' }), 'its `version` is "1", and version 1 is what this Exeunt reads'],
])('%j is reported once, with the field, and the design is checked without it', async (content, reason) => {
  expect(await told(content)).toEqual([
    `2:1 warning EX8004 \`w.calibration.json\` is not used: ${reason}. Delete it, and calibrate again. All figures are estimates.`,
  ]);
});

it('reports its encoding where it is not UTF-8', async () => {
  expect(await told(Buffer.from(`\ufeff${JSON.stringify(file({}))}`, 'utf16le'))).toEqual([
    '2:1 warning EX8004 `w.calibration.json` is not used: it is UTF-16 (little-endian), not UTF-8: save it as UTF-8. All figures are estimates.',
  ]);
});

it('is silent about a good one, whatever else it says', async () => {
  expect(await told(file({ designs: [], slackNs: { 't.rpt': 0.3 }, more: {} }))).toEqual([]);
});
