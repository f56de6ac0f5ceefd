/** Words of the segments of a bitstream: a segment is a run of frames behind a header of its own. */
import type { Part } from './part';

/** For each clock-region row, bottom up: the columns that a pblock owns, in order. */
export type OwnedColumns = readonly (readonly number[])[];

/** Words for all runs of columns; the pad is 2 frames if a run ends on the last column of its row, else 1. */
export function configWords(part: Part, columns: readonly number[], last: number, header: number): number {
  let words = 0;
  columns.forEach((column, index) => {
    words += part.wordsPerFrame * (part.columns[column]?.frames ?? 0);
    if (columns[index + 1] !== column + 1) words += header + part.wordsPerFrame * (column === last ? 2 : 1);
  });
  return words;
}

/** BRAM content columns have numbers of their own, so that two of them are neighbours whatever is between them. */
export function bramWords(part: Part, columns: readonly number[], last: number, header: number): number {
  let words = 0;
  let previous = -2;
  for (const column of columns) {
    if (part.columns[column]?.kind !== 'bram') continue;
    const index = part.bramIndex[column] ?? 0;
    if (index !== previous + 1) words += header + part.wordsPerFrame;
    words += part.wordsPerFrame * (part.bramFrames + (index === last ? 1 : 0));
    previous = index;
  }
  return words;
}
