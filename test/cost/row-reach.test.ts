import { describe, expect, it } from 'vitest';
import { rowsAhead } from '../../server/src/cost/pipeline/row-reach';
import type { RowInput, RowProcess } from '../../server/src/cost/pipeline/row-simulation';

/** Reads `process` row by row; `offset` rows below each, and a share of the last one. */
const reads = (process: number, offset = 0, lead = 1 / 8): RowInput => ({
  ...{ process, stride: 1, offset, early: false, lead, tail: 0, bounded: false },
});

const layer = (...inputs: readonly RowInput[]): RowProcess => ({
  ...{ rows: 8, rowCycles: 1, fillCycles: 0 },
  inputs,
});

describe('rows that wait at a join', () => {
  it.each<[string, readonly RowProcess[], readonly number[]]>([
    [
      'are the one under way in arms alike',
      [layer(), layer(reads(0)), layer(reads(0)), layer(reads(1), reads(2))],
      [1, 1],
    ],
    [
      'are those that the other arm’s window takes in first, and at the image’s end one of that',
      [layer(), layer(reads(0, 2)), layer(reads(0)), layer(reads(1), reads(2))],
      [1, 3],
    ],
    [
      'add up along the other arm, and count for a shortcut too',
      [layer(), layer(reads(0, 1)), layer(reads(1, 1)), layer(reads(2), reads(0))],
      [0, 3],
    ],
    [
      'are one row where the other arm is ahead within it',
      [layer(), layer(reads(0, 0, 3 / 8)), layer(reads(0)), layer(reads(1), reads(2))],
      [0, 1],
    ],
    [
      'are not counted again behind the place where all arms have rejoined',
      [
        ...[layer(), layer(reads(0, 4)), layer(reads(1), reads(0))],
        ...[layer(reads(2)), layer(reads(2)), layer(reads(3), reads(4))],
      ],
      [1, 1],
    ],
  ])('%s', (_, processes, expected) => {
    const ahead = rowsAhead(processes);
    expect([0, 1].map((input) => ahead(processes.length - 1, input).rows)).toEqual(expected);
  });
});
