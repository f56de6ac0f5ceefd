/**
 * Images of any height, in bounded time: a pipeline repeats itself once its first rows are through, so that rows are left
 * out of the middle, and the time that they take is added.
 *
 * A row's start and end are maxima of sums of others (a max-plus linear recurrence that is the same in each row). If every
 * time that later rows depend on is later by the same λ than one period before, all later ones are too (Baccelli et al.,
 * Synchronization and Linearity, 1992, 3.7). Processes that no buffer couples may have a λ of their own, as long as none waits
 * for one that is slower.
 */
import { lastNeeded, simulateRows, type RowProcess, type RowTimes } from './row-simulation';

export interface RowResult {
  /** With the rows of the middle left out, as `times` are. */
  readonly processes: readonly RowProcess[];
  readonly times: readonly RowTimes[];
  /** How much later the last row of each ends than it says there, for the rows that were left out. */
  readonly late: readonly number[];
  /** Whether two processes go at one pace, so that the rows kept tell how many wait between them. */
  inStep(a: number, b: number): boolean;
}

/** Rows of all processes together that are simulated one by one: a fifth of a second. */
const mostRows = 4_000_000;
const tallestImage = 4096;

/** Rows after which a pipeline may repeat itself, in periods. */
const repeats = [1, 2, 3, 4, 6] as const;

/** Of what adds up over some thousand rows. */
const rounding = 1e-9;

/** Nothing where the pipeline would deadlock, or is too tall and does not repeat itself soon enough. */
export function rowTimes(processes: readonly RowProcess[]): RowResult | undefined {
  const most = Math.min(tallestImage, Math.floor(mostRows / processes.length));
  if (processes.every(({ rows }) => rows <= most)) {
    const times = simulateRows(processes);
    return times && { processes, times, late: processes.map(() => 0), inStep: () => true };
  }
  return repeatedRows(processes, most);
}

/** The same for an image that is taller than so many rows. */
export function repeatedRows(processes: readonly RowProcess[], most: number): RowResult | undefined {
  const rates = ratesOf(processes);
  if (rates === undefined || !isFedForward(processes, rates)) return undefined;
  const fastest = Math.max(...rates);
  const periods = Math.min(...processes.map(({ rows }, i) => (rates[i] ? rows / rates[i] : Infinity)));
  const kept = Math.floor(most / fastest);
  // Rows that are left out, in periods: a multiple of each repeat that is tried.
  const left = Math.floor((periods - kept) / everyRepeat) * everyRepeat;
  // A third of what is kept for the beginning, one that has to repeat itself, and one for the end.
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

/** Smallest number that each repeat divides. */
const everyRepeat = 12;

const idle: RowProcess = { inputs: [], rows: 0, rowCycles: 0, fillCycles: 0 };

/**
 * Rows of each process in a period, whole numbers, 0 for those of one row, whose number does not grow with the image's.
 * Nothing where arms that rejoin disagree, or rows are made of a whole image.
 */
function ratesOf(processes: readonly RowProcess[]): readonly number[] | undefined {
  // Relative to the slowest reader of a source, which is found by going up the arms and down again.
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

/** Whether what makes one row takes the whole of what it reads, and holds back nobody. */
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

/** Periods between a row and the oldest or newest one that it depends on, along all arms together. */
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

/** How much later a row of the second third starts and ends than the one so many periods before; NaN where it differs. */
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

/** None waits for one that falls back behind it: neither for what it reads, nor for a reader with a full buffer. */
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

/** Adds what makes one row of all. Those before are not moved for it, but as late as they are in the whole image. */
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
