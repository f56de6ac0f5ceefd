/** Size of full and partial bitstreams, from frames. */
import type { Bytes } from '../base/units';
import type { Part } from './part';
import { bramWords, configWords, type OwnedColumns } from './segment-words';
import { ultrascaleRowWords, ultrascaleWords, type Writer } from './ultrascale-words';

/** Words of a 7 series bitstream that are not frames, as counted in public Vivado bitstreams (uncompressed, not encrypted). */
const words7series = { partial: 56, partialReset: 81, segment: 8, full: 583 };
const fullUltrascale = 515;

/** Pad frames per clock-region row of a full bitstream. */
const fullPads = 4;

/** Length of a full bitstream's configuration words, computed from the geometry; `part.fullBits` is the published figure. */
export function fullBitstreamBytes(part: Part): Bytes {
  const frames = part.frameRows.reduce(
    (sum, row) => sum + row.frames + part.bramFrames * row.bramColumns + fullPads,
    0,
  );
  const header = part.family === '7series' ? words7series.full : fullUltrascale;
  return 4 * (header + part.wordsPerFrame * frames);
}

/**
 * Length in bytes of the partial bitstream (a `.bin`; a `.bit` adds a header of about 100 bytes), fitted to public Vivado
 * bitstreams. A segment is a run of neighbouring columns in one clock-region row, or of BRAM content columns.
 * 7 series: 56 + Σ(8 + 101 (f + pad)) words, with reset 81 + 101 M + 2 Σ(8 + 101 (f + pad)); UltraScale+: `ultrascaleWords`.
 * Not modelled: compression, encryption, CRC words per frame.
 */
export function partialBitstreamBytes(
  part: Part,
  owned: OwnedColumns,
  reset: boolean,
  writer: Writer = '2022.1',
): Bytes {
  if (owned.every((columns) => columns.length === 0)) return 0;
  if (part.family !== '7series') return 4 * ultrascaleWords(part, owned, writer);
  return bytesOfRowWords(
    part,
    owned.reduce((sum, columns, row) => sum + rowWords(part, row, columns), 0),
    reset,
  );
}

/** Bytes of a partial bitstream whose clock-region rows have `words` words in total; see `rowWords`. */
export function bytesOfRowWords(part: Part, words: number, reset: boolean): Bytes {
  if (part.family !== '7series') return 4 * (ultrascaleWords(part, [], '2022.1') + words);
  if (!reset) return 4 * (words7series.partial + words);
  return 4 * (words7series.partialReset + part.wordsPerFrame * resetMaskFrames(part) + 2 * words);
}

/**
 * Words of a partial bitstream for the columns owned in one clock-region row. Rows add up, but for the segments of BRAM
 * content that UltraScale+ rows share (`sharedBramWords`).
 */
export function rowWords(part: Part, row: number, columns: readonly number[]): number {
  if (columns.length === 0) return 0;
  if (part.family !== '7series') return ultrascaleRowWords(part, row, columns, '2022.1');
  const lastColumn = (part.frameRows[row]?.columns ?? 0) - 1;
  const lastBram = (part.frameRows[row]?.bramColumns ?? 0) - 1;
  const header = words7series.segment;
  return configWords(part, columns, lastColumn, header) + bramWords(part, columns, lastBram, header);
}

/** RESET_AFTER_RECONFIG masks the whole device: one frame per column and two per clock-region row. */
function resetMaskFrames(part: Part): number {
  return part.frameRows.reduce((sum, row) => sum + row.columns + 2, 0);
}
