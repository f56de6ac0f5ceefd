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

/**
 * Start and end of each row of each process, in cycles, or nothing where the pipeline would deadlock.
 * @param known of those that need not be simulated
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
  // A process that moved may let go of those that read from it and of those that it held back.
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

/** Places the next row if all that it waits for is known; tells whether it could. */
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
