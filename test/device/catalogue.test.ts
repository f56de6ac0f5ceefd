import { describe, expect, it } from 'vitest';
import { boardNames, lookupBoard, lookupPart, vivadoPartName } from '../../server/src/device';

describe('part names are parsed', () => {
  const known: [name: string, expected: object][] = [
    ['xc7z020', {}],
    ['xc7z020clg400-1', { package: 'clg400', speed: '1' }],
    ['XC7Z020-CLG484-2', { package: 'clg484', speed: '2' }],
    ['xc7z020iclg400-1L', { package: 'clg400', speed: '1l', temperature: 'i' }],
    ['xc7z014sclg400-1', { package: 'clg400' }],
    ['xczu9', {}],
    ['xczu9eg-ffvb1156-2-e', { variant: 'eg', package: 'ffvb1156', speed: '2', temperature: 'e' }],
    ['xczu3eg-sbva484-1-e', { variant: 'eg', package: 'sbva484', speed: '1' }],
    ['xczu7ev-ffvc1156-2-e', { variant: 'ev' }],
    ['xck26-sfvc784-2LV-c', { variant: 'ev', package: 'sfvc784', speed: '2lv', temperature: 'c' }],
  ];
  it.each(known)('%s', (name, expected) => {
    const found = lookupPart(name);
    expect(found).toMatchObject({ doubts: [], ...expected });
  });

  it('an unlisted package or variant gives a doubt', () => {
    expect(lookupPart('xc7z020ffg900-1')).toMatchObject({
      doubts: [expect.stringContaining('clg400, clg484')],
    });
    expect(lookupPart('xczu9ev-ffvb1156-2-e')).toMatchObject({ doubts: [expect.stringContaining('cg, eg')] });
  });

  it('an unknown part suggests the nearest', () => {
    expect(lookupPart('xc7z021clg400-1')).toMatchObject({ nearest: expect.arrayContaining(['xc7z020']) });
    expect(lookupPart('xczu8eg')).toMatchObject({ error: expect.stringContaining('xczu8') });
    expect(lookupPart('xczu3teg-sfvc784-1-e')).toMatchObject({
      error: 'the geometry of xczu3t is not known',
    });
    expect(lookupPart('7z020')).toMatchObject({ nearest: expect.arrayContaining(['xc7z020']) });
    expect(lookupPart('xc7a35t')).toHaveProperty('error');
  });
});

describe('boards', () => {
  it.each(boardNames.map((name) => [name]))('%s has a part whose package is sold', (name) => {
    const board = lookupBoard(name);
    if (!('ok' in board)) throw new Error(board.error);
    expect(lookupPart(board.ok.part)).toMatchObject({ doubts: [] });
  });

  it.each([
    ['pynq-z2', 'xc7z020clg400-1'],
    ['PYNQ Z1', 'xc7z020clg400-1'],
    ['zybo z7 10', 'xc7z010clg400-1'],
    ['zcu102', 'xczu9eg-ffvb1156-2-e'],
    ['kria-kv260', 'xck26-sfvc784-2LV-c'],
    ['microzed', 'xc7z020clg400-1'],
  ])('%s', (name, part) => {
    expect(lookupBoard(name)).toMatchObject({ ok: { part } });
  });

  it('an unknown board suggests the nearest', () => {
    expect(lookupBoard('pynq-z3')).toMatchObject({ nearest: expect.arrayContaining(['PYNQ-Z1', 'PYNQ-Z2']) });
  });

  it.each([
    ['xc7z020clg400-1', 'xc7z020clg400-1'],
    ['XC7Z020CLG400-1', 'xc7z020clg400-1'],
    ['xc7z010iclg225-1l', 'xc7z010iclg225-1L'],
    ['xczu3eg-sbva484-1-e', 'xczu3eg-sbva484-1-e'],
    ['xczu9eg-ffvb1156-2l-e', 'xczu9eg-ffvb1156-2L-e'],
    ['xck26-sfvc784-2lv-C', 'xck26-sfvc784-2LV-c'],
  ])('%s is what Vivado lists as %s', (written, listed) => {
    expect(vivadoPartName(written)).toBe(listed);
    expect(lookupPart(listed)).toMatchObject({ doubts: [] });
  });
});
