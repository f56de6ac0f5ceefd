import { describe, expect, it } from 'vitest';
import { parseSparseTrace, traceWays, type ScheduledPath } from '../../server/src/schedule';
import { exit, inStatic, lasts, stage } from './designs';

/** A gate chooses between a small network and a large one with an exit. */
const path: ScheduledPath = {
  stages: [],
  decision: {
    name: 'gate',
    place: inStatic,
    duration: lasts(1),
    cases: [
      { name: 'easy', rate: 0.5, stages: [stage('small', inStatic, lasts(1))] },
      {
        name: 'hard',
        rate: 0.5,
        stages: [
          stage('front', inStatic, lasts(1), exit('early', inStatic, lasts(1), 0)),
          stage('back', inStatic, lasts(1)),
        ],
      },
    ],
  },
};

const names = {
  ruleOf: (name: string) =>
    name === 'early' ? ({ criterion: 'softmax', comparison: '>=', threshold: 0.9 } as const) : undefined,
  endOf: (last: string) => (last === 'small' ? 'shallow' : 'deep'),
};

const header = 'sample_id,exit,confidence,pred,label,correct';
/** Easy and right; easy by number and wrong; hard, confident and right; hard, not confident and right at the end. */
const samples = [
  '0,gate,,easy,,',
  '0,shallow,0.9,3,3,1',
  '1,gate,,0,,',
  '1,shallow,0.4,3,4,0',
  '1,deep,0.9,4,4,1',
  '2,gate,,hard,,',
  '2,early,0.95,5,5,1',
  '2,deep,0.95,5,5,1',
  '3,gate,,1,,',
  '3,early,0.5,1,6,0',
  '3,deep,0.8,6,6,1',
];

function counted(rows: readonly string[], head = header) {
  const { trace, error, warnings } = parseSparseTrace([head, ...rows].join('\n'), new Set(['gate']));
  if (trace === undefined) throw new Error(error?.message);
  expect(warnings).toEqual([]);
  return traceWays(trace, path, names);
}

describe('a trace of a design with switches', () => {
  it('counts each sample along the path that its gate chose', () => {
    expect(counted(samples)).toEqual({
      samples: 4,
      exits: new Map([['early', { rate: 0.25, accuracy: 1 }]]),
      end: { rate: 0.75, accuracy: 2 / 3 },
      accuracy: 0.75,
      cases: new Map([['gate', [0.5, 0.5]]]),
    });
  });

  it('leaves out exactly the samples with a missing row on their path', () => {
    const found = counted(samples.filter((row) => !row.startsWith('3,early') && !row.startsWith('1,deep')));
    expect(found).toMatchObject({
      samples: 3,
      gap: 'sample 3 has no row for early; 1 of 4 samples are left out',
      cases: new Map([['gate', [2 / 3, 1 / 3]]]),
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'no rows of the switch',
      samples.filter((row) => !row.includes('gate')),
      /does not say which case of switch 'gate' a sample takes: it needs rows with 'gate' as exit/,
    ],
    [
      'an unknown case',
      samples.map((row) => row.replace('hard', 'harder')),
      /sample 2 takes case 'harder' at switch 'gate', which has the cases easy, hard/,
    ],
    [
      'a number beyond the cases',
      samples.map((row) => row.replace('3,gate,,1', '3,gate,,2')),
      /sample 3 takes case '2'/,
    ],
    ['no exit', samples.filter((row) => !row.includes('early')), /the trace has no exit 'early'/],
    ['no end', samples.filter((row) => !row.includes('deep')), /no rows for the end of the network, 'deep'/],
    [
      'no whole sample',
      ['0,gate,,hard,,', '0,early,0.1,1,2,0', '1,gate,,easy,,', '2,shallow,0.9,1,1,1', '2,deep,0.9,1,1,1'],
      /no sample has all rows on its path: sample 0 has no row for deep/,
    ],
  ])('%s', (_, rows, words) => {
    expect(counted(rows)).toHaveProperty('message', expect.stringMatching(words));
  });

  it.each([
    ['0,gate,,,,', 'pred is empty'],
    ['0,early,NaN,1,1,1', "confidence 'NaN' is not a number between 0 and 1"],
    ['0,early,0.5,1,,1', 'label is empty'],
  ])('row %s is bad', (row, message) => {
    const { trace, error } = parseSparseTrace([header, row].join('\n'), new Set(['gate']));
    expect([trace, error]).toEqual([undefined, { line: 2, message }]);
  });
});
