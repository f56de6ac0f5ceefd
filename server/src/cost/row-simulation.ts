/**
 * A pipeline of layers for one input, row by row. Layers stream: a row of output starts once the rows under its
 * window have come, and a layer that nobody reads from yet stalls. So one input takes neither the sum of its
 * layers nor the slowest of them.
 */
export interface RowProcess {
  /** What it reads: positions of earlier processes. A source reads nothing. */
  readonly inputs: readonly RowInput[];
  readonly rows: number;
  /** Cycles of one row when input and output never wait. */
  readonly rowCycles: number;
  /** Cycles from the first input until the first row can begin at the earliest: a window fills. */
  readonly fillCycles: number;
}

export interface RowInput {
  readonly process: number;
  /** Row r needs the input's rows up to ⌊r·stride⌋ + offset, kept inside the image. */
  readonly stride: number;
  readonly offset: number;
  /** True where a row begins as soon as the first of its new input rows comes, as a pool's does. */
  readonly early: boolean;
  /** Share of the row that has to be there before work starts, and share of the work left once it is complete. */
  readonly lead: number;
  readonly tail: number;
  /** The reader's buffer stops the writer; at a join it does not: the FIFO is made as deep as the longer arm needs. */
  readonly bounded: boolean;
}

export interface RowTimes {
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** Start and end of each row of each process, in cycles, or nothing where the pipeline would deadlock. */
export function simulateRows(processes: readonly RowProcess[]): readonly RowTimes[] | undefined {
  const times = processes.map(({ rows }) => ({ start: new Float64Array(rows), end: new Float64Array(rows) }));
  const done = new Int32Array(processes.length);
  const readers = boundedReaders(processes);
  let unfinished = processes.length;
  while (unfinished > 0) {
    let moved = false;
    unfinished = 0;
    processes.forEach((process, index) => {
      let row = done[index] ?? 0;
      while (row < process.rows && advance(process, index, row, times, done, readers[index] ?? [])) row++;
      if (row !== done[index]) moved = true;
      done[index] = row;
      if (row < process.rows) unfinished++;
    });
    if (!moved && unfinished > 0) return undefined;
  }
  return times;
}

/** Last input row that a row needs. */
export function lastNeeded(input: RowInput, row: number, inputRows: number): number {
  const last = Math.floor(row * input.stride) + input.offset;
  return Math.min(Math.max(last, 0), inputRows - 1);
}

interface Reader {
  readonly process: number;
  readonly rows: number;
  readonly input: RowInput;
}

function boundedReaders(processes: readonly RowProcess[]): readonly (readonly Reader[])[] {
  const readers: Reader[][] = processes.map(() => []);
  processes.forEach(({ inputs, rows }, process) => {
    for (const input of inputs) if (input.bounded) readers[input.process]?.push({ process, rows, input });
  });
  return readers;
}

/** Places one row if all that it waits for is known; tells whether it could. */
function advance(
  process: RowProcess,
  index: number,
  row: number,
  times: readonly RowTimes[],
  done: Int32Array,
  readers: readonly Reader[],
): boolean {
  const own = times[index];
  if (own === undefined) return false;
  let start = row === 0 ? 0 : (own.end[row - 1] ?? 0);
  let end = 0;
  for (const input of process.inputs) {
    const source = times[input.process];
    if (source === undefined) return false;
    const last = lastNeeded(input, row, source.end.length);
    if ((done[input.process] ?? 0) <= last) return false;
    const first = input.early ? firstNew(input, row, source.end.length, last) : last;
    const from = source.start[first] ?? 0;
    const until = source.end[first] ?? 0;
    start = Math.max(start, from + input.lead * (until - from));
    if (row === 0) start = Math.max(start, (source.start[0] ?? 0) + process.fillCycles);
    end = Math.max(end, (source.end[last] ?? 0) + input.tail * process.rowCycles);
  }
  for (const reader of readers) {
    const blocker = blockingRow(reader, row);
    if (blocker < 0) continue;
    if ((done[reader.process] ?? 0) <= blocker) return false;
    end = Math.max(end, times[reader.process]?.start[blocker] ?? 0);
  }
  own.start[row] = start;
  own.end[row] = Math.max(end, start + process.rowCycles);
  return true;
}

/** First input row that the row before has not needed. */
function firstNew(input: RowInput, row: number, inputRows: number, last: number): number {
  return row === 0 ? 0 : Math.min(last, lastNeeded(input, row - 1, inputRows) + 1);
}

/** While a reader works on row r, its buffer takes the input rows of row r + 1 and no more. */
function blockingRow({ input, rows }: Reader, row: number): number {
  if (input.stride <= 0) return -1;
  const firstNeeding = Math.max(0, Math.ceil((row - input.offset) / input.stride));
  return Math.min(firstNeeding, rows) - 1;
}
