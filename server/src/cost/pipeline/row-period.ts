/**
 * Times images of any height in bounded time: a pipeline becomes periodic after its first rows, so rows in the middle are
 * left out and their time is added.
 *
 * A row's start and end are maxima of sums of others (a max-plus linear recurrence, the same for each row). If every time
 * on which later rows depend is later by the same λ than one period before, so are all later ones (Baccelli et al.,
 * Synchronization and Linearity, 1992, 3.7). Processes not coupled by a buffer may have different λ, as long as none waits
 * for a slower one.
 */
import { lastNeeded, simulateRows, type RowProcess, type RowTimes } from './row-simulation';

export interface RowResult {
  /** Without the rows left out, as in `times`. */
  readonly processes: readonly RowProcess[];
  readonly times: readonly RowTimes[];
  /** For each process, the time to add to the end of its last row for the rows left out. */
  readonly late: readonly number[];
  /** Whether two processes have the same pace, so that the simulated rows show how many wait between them. */
  inStep(a: number, b: number): boolean;
}

/** Most rows of all processes together that are simulated one by one: a fifth of a second. */
const mostRows = 4_000_000;
const tallestImage = 4096;

/** Possible lengths of the cycle in which a pipeline repeats, in periods. */
const repeats = [1, 2, 3, 4, 6] as const;

/** Relative rounding error accumulated over some thousand rows. */
const rounding = 1e-9;

/** Undefined if the pipeline would deadlock, or is too tall and does not become periodic soon enough. */
export function rowTimes(processes: readonly RowProcess[]): RowResult | undefined {
  const most = Math.min(tallestImage, Math.floor(mostRows / processes.length));
  if (processes.every(({ rows }) => rows <= most)) {
    const times = simulateRows(processes);
    return times && { processes, times, late: processes.map(() => 0), inStep: () => true };
  }
  return repeatedRows(processes, most);
}

/** The same for an image with more than `most` rows. */
export function repeatedRows(processes: readonly RowProcess[], most: number): RowResult | undefined {
  const rates = ratesOf(processes);
  if (rates === undefined || !isFedForward(processes, rates)) return undefined;
  const fastest = Math.max(...rates);
  const periods = Math.min(...processes.map(({ rows }, i) => (rates[i] ? rows / rates[i] : Infinity)));
  const kept = Math.floor(most / fastest);
  // Rows left out, in periods: a multiple of each repeat tried.
  const left = Math.floor((periods - kept) / everyRepeat) * everyRepeat;
  // Of the rows kept, one third is for the start, one must repeat, and one is for the end.
  const third = Math.floor((periods - left) / 3);
  if (left <= 0 || third <= reach(processes, rates) + everyRepeat) return undefined;
  const short = processes.map((process, i) => shortened(process, left * (rates[i] ?? 0)));
  const flowing = short.map((process, i) => (rates[i] ? process : idle));
  const times = simulateRows(flowing);
  if (times === undefined) return undefined;
  for (const repeat of repeats) {
    const growth = times.map((t, i) => (rates[i] ? growthOf(t, rates[i], third, repeat) : 0));
    if (!isPlain(growth) || !isSettled(short, rates, growth)) continue;
    const late = growth.map((g) => (g / repeat) * left);
    return whole(short, rates, times, late);
  }
  return undefined;
}

/** Least common multiple of the repeats. */
const everyRepeat = 12;

const idle: RowProcess = { inputs: [], rows: 0, rowCycles: 0, fillCycles: 0 };

/**
 * Rows of each process per period, whole numbers; 0 for processes of one row, which does not depend on the image's height.
 * Undefined if arms that rejoin disagree, or if rows are made from a whole image.
 */
function ratesOf(processes: readonly RowProcess[]): readonly number[] | undefined {
  // Relative to the slowest reader of a source, found by going up the arms and down again.
  const rates: (number | undefined)[] = processes.map(({ rows }) => (rows === 1 ? 0 : undefined));
  const seed = processes.findIndex(({ rows }) => rows > 1);
  if (seed < 0) return undefined;
  rates[seed] = 1;
  for (let changed = true; changed;) {
    changed = false;
    const set = (index: number, rate: number) => {
      if (rates[index] !== undefined) return;
      rates[index] = rate;
      changed = true;
    };
    processes.forEach(({ inputs }, index) => {
      for (const { process, stride } of inputs) {
        const [own, input] = [rates[index], rates[process]];
        if (own === 0 || input === 0) continue;
        if (own !== undefined) set(process, own * stride);
        if (input !== undefined && stride > 0) set(index, input / stride);
      }
    });
  }
  const known = rates.map((r) => r ?? Number.NaN);
  const scale = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128].find((n) =>
    known.every((r) => isWhole(r * n)),
  );
  if (scale === undefined) return undefined;
  const whole = known.map((r) => Math.round(r * scale));
  const agree = processes.every(({ inputs }, index) =>
    inputs.every(({ process, stride }) => {
      const [own = 0, input = 0] = [whole[index], whole[process]];
      return own === 0 || (input > 0 && isSame(own * stride, input));
    }),
  );
  return agree ? whole : undefined;
}

/** Whether every process of one row needs its whole input for that row, and stalls no writer. */
function isFedForward(processes: readonly RowProcess[], rates: readonly number[]): boolean {
  return processes.every(
    ({ inputs }, index) =>
      rates[index] !== 0 ||
      inputs.every((input) => {
        const rows = processes[input.process]?.rows ?? 0;
        return rates[input.process] === 0 || lastNeeded(input, 0, rows) === rows - 1;
      }),
  );
}

/** Bound on the periods between a row and the oldest or newest row on which it depends: the sum over all processes. */
function reach(processes: readonly RowProcess[], rates: readonly number[]): number {
  let periods = 0;
  processes.forEach(({ inputs }, index) => {
    if (!rates[index]) return;
    const rows = inputs.map(
      ({ process, offset }) => (Math.abs(offset) + 1) / Math.max(rates[process] ?? 1, 1),
    );
    periods += 1 + Math.ceil(Math.max(0, ...rows));
  });
  return periods;
}

function shortened(process: RowProcess, rows: number): RowProcess {
  return { ...process, rows: process.rows - rows };
}

/** How much later rows of the second third start and end than those `repeat` periods before; NaN if that differs. */
function growthOf({ start, end }: RowTimes, rate: number, third: number, repeat: number): number {
  const step = rate * repeat;
  const growth = (end[2 * third * rate - 1] ?? 0) - (end[2 * third * rate - 1 - step] ?? 0);
  for (let row = third * rate + step; row < 2 * third * rate; row++) {
    const tolerance = rounding * Math.max(1, end[row] ?? 0);
    const begins = (start[row] ?? 0) - (start[row - step] ?? 0);
    const ends = (end[row] ?? 0) - (end[row - step] ?? 0);
    if (!(Math.abs(begins - growth) <= tolerance && Math.abs(ends - growth) <= tolerance)) return Number.NaN;
  }
  return growth;
}

function isPlain(growth: readonly number[]): boolean {
  return growth.every(Number.isFinite);
}

/** Whether no process waits for a slower one: neither for its input, nor for a reader with a full buffer. */
function isSettled(
  processes: readonly RowProcess[],
  rates: readonly number[],
  growth: readonly number[],
): boolean {
  const at = (index: number) => growth[index] ?? 0;
  return processes.every(
    ({ inputs }, index) =>
      rates[index] === 0 ||
      inputs.every(
        ({ process, bounded }) =>
          (at(process) < at(index) || isSame(at(process), at(index))) &&
          (!bounded || isSame(at(process), at(index))),
      ),
  );
}

/** Adds processes of one row, which read a whole image, using the times that earlier processes have in the whole image. */
function whole(
  short: readonly RowProcess[],
  rates: readonly number[],
  times: readonly RowTimes[],
  late: readonly number[],
): RowResult | undefined {
  const lateTimes = times.map(({ start, end }, i) => {
    const shift = late[i] ?? 0;
    const moved = (values: Float64Array) => values.map((v, row) => (row === 0 ? v : v + shift));
    return { start: moved(start), end: moved(end) };
  });
  const all = simulateRows(short, (index) => (rates[index] ? lateTimes[index] : undefined));
  return (
    all && {
      processes: short,
      times: all.map((t, i) => (rates[i] ? (times[i] ?? t) : t)),
      late,
      inStep: (a, b) => isSame(late[a] ?? 0, late[b] ?? 0),
    }
  );
}

function isWhole(value: number): boolean {
  return Number.isFinite(value) && isSame(value, Math.round(value));
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= rounding * Math.max(1, Math.abs(a), Math.abs(b));
}
