import type { Ahead } from './ahead';

/**
 * Simulates a pipeline of layers for one input, row by row. Layers stream: a row of output starts once the rows under its
 * window have arrived, and a layer stalls while its reader has no room. So one input takes neither the sum of its layers
 * nor the time of the slowest.
 *
 * Example: a source of 4 rows, a 3x3 convolution with padding, and a 2x2 pool, with 10, 12 and 6 cycles per row. The
 * convolution needs rows 0 and 1 for its first row, and the pool two rows of the convolution for each of its own:
 *
 * ```
 * source  0-10  10-20  20-30  30-40
 * conv                 20-32  32-44  44-56  56-68
 * pool                               44-50         68-74
 * ```
 *
 * One input takes 74 cycles; the sum of the layers is 100, the slowest takes 48.
 */
export interface RowProcess {
  /** Inputs from earlier processes. A source has none. */
  readonly inputs: readonly RowInput[];
  readonly rows: number;
  /** Cycles of one row if input and output never wait. */
  readonly rowCycles: number;
  /** Least cycles from the first input to the start of the first row, while a window fills. */
  readonly fillCycles: number;
  /** How far its input must be ahead beside the rows that it needs; nothing for a source. */
  readonly ahead?: Ahead;
  /** What copies for its readers hold in flight, as a share of its values. */
  readonly copied?: number;
  /** Cycles of work between the input that the first row needs and its start; none by default. */
  readonly aheadCycles?: number;
}

export interface RowInput {
  readonly process: number;
  /** Row r needs the input's rows up to ⌊r·stride⌋ + offset, clamped to the image. */
  readonly stride: number;
  readonly offset: number;
  /** Whether a row starts as soon as the first of its new input rows arrives, as in a pool. */
  readonly early: boolean;
  /** Share of the row that must have arrived before work starts, and share of the work left once it is complete. */
  readonly lead: number;
  readonly tail: number;
  /** Whether the reader's buffer stalls the writer. Not at a join, where the FIFO is as deep as the longer arm needs. */
  readonly bounded: boolean;
}

export interface RowTimes {
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/**
 * Start and end of each row of each process, in cycles; undefined if the pipeline would deadlock.
 * @param known times of processes that need not be simulated
 */
export function simulateRows(
  processes: readonly RowProcess[],
  known: (process: number) => RowTimes | undefined = () => undefined,
): readonly RowTimes[] | undefined {
  const lanes = processes.map(({ rows }, index) => {
    const times = known(index);
    return times
      ? { ...times, done: rows }
      : { start: new Float64Array(rows), end: new Float64Array(rows), done: 0 };
  });
  const readers = boundedReaders(processes);
  const neighbours = neighboursOf(processes);
  const waiting = new Uint8Array(processes.length).fill(1);
  let ready = processes.map((_, index) => index);
  // A process that advanced may release its readers and the writers that it stalled.
  while (ready.length > 0) {
    const woken: number[] = [];
    for (const index of ready) {
      waiting[index] = 0;
      const process = processes[index];
      const own = lanes[index];
      if (process === undefined || own === undefined) continue;
      const before = own.done;
      while (own.done < process.rows && advance(process, own, lanes, readers[index])) own.done++;
      if (own.done === before) continue;
      for (const neighbour of neighbours[index] ?? []) {
        if (waiting[neighbour] === 1) continue;
        waiting[neighbour] = 1;
        woken.push(neighbour);
      }
    }
    ready = woken;
  }
  return processes.every(({ rows }, index) => lanes[index]?.done === rows) ? lanes : undefined;
}

/** Last input row that a row needs. */
export function lastNeeded(input: RowInput, row: number, inputRows: number): number {
  const last = Math.floor(row * input.stride) + input.offset;
  return Math.min(Math.max(last, 0), inputRows - 1);
}

interface Progress extends RowTimes {
  done: number;
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

function neighboursOf(processes: readonly RowProcess[]): readonly (readonly number[])[] {
  const neighbours: number[][] = processes.map(() => []);
  processes.forEach(({ inputs }, process) => {
    for (const input of inputs) {
      neighbours[input.process]?.push(process);
      neighbours[process]?.push(input.process);
    }
  });
  return neighbours;
}

/** Times the next row if everything it waits for is known; returns whether it could. */
function advance(
  process: RowProcess,
  own: Progress,
  lanes: readonly Progress[],
  readers: readonly Reader[] = [],
): boolean {
  const row = own.done;
  let start = row === 0 ? 0 : (own.end[row - 1] ?? 0);
  let end = 0;
  for (const input of process.inputs) {
    const source = lanes[input.process];
    if (source === undefined) return false;
    const last = lastNeeded(input, row, source.end.length);
    if (source.done <= last) return false;
    const first = input.early ? firstNew(input, row, source.end.length, last) : last;
    const from = source.start[first] ?? 0;
    const until = source.end[first] ?? 0;
    start = Math.max(start, from + input.lead * (until - from));
    if (row === 0) start = Math.max(start, (source.start[0] ?? 0) + process.fillCycles);
    end = Math.max(end, (source.end[last] ?? 0) + input.tail * process.rowCycles);
  }
  if (row === 0) start += process.aheadCycles ?? 0;
  for (const reader of readers) {
    const blocker = blockingRow(reader, row);
    if (blocker < 0) continue;
    const blocking = lanes[reader.process];
    if (blocking === undefined || blocking.done <= blocker) return false;
    end = Math.max(end, blocking.start[blocker] ?? 0);
  }
  own.start[row] = start;
  own.end[row] = Math.max(end, start + process.rowCycles);
  return true;
}

/** First input row that the previous row did not need. */
function firstNew(input: RowInput, row: number, inputRows: number, last: number): number {
  return row === 0 ? 0 : Math.min(last, lastNeeded(input, row - 1, inputRows) + 1);
}

/** While a reader works on row r, its buffer accepts input rows up to those of row r + 1. */
function blockingRow({ input, rows }: Reader, row: number): number {
  if (input.stride <= 0) return -1;
  const firstNeeding = Math.max(0, Math.ceil((row - input.offset) / input.stride));
  return Math.min(firstNeeding, rows) - 1;
}
