/** Logs of power meters: comma separated, with time and watts, and with what the board did. */
import type { MeteredBoard } from '../analysis/figures/measured';
import type { ReadReport } from './report';

/** Heads of columns, as Joulescope, readers of INA226 and PMBus, and MLPerf's traces call them. */
const heads = {
  time: /^#?\s*(?:time|timestamp|t|seconds)(?![a-z])/i,
  power: /^(?:power|p|watts?)(?![a-z])/i,
  current: /^(?:current|i|amps?|amperes)(?![a-z])/i,
  voltage: /^(?:voltage|u|v|volts?)(?![a-z])/i,
  state: /^(?:state|marker|phase)(?![a-z])/i,
} as const;

interface Columns {
  readonly time: number;
  readonly watts: (cells: readonly string[]) => number;
  readonly state: number;
  readonly perSecond: number;
}

interface Sample {
  /** Seconds. */
  readonly time: number;
  readonly watts: number;
  readonly state: string;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A line of the runtime, behind the meter's time at which it was printed: the load has just ended. */
const loadLine = /^\s*(\d+(?:\.\d+)?)[,;\s]+exeunt load module=.*? ms=(\d+(?:\.\d+)?)/;

export function isPowerLog(text: string): boolean {
  return columnsOf(/^.*/.exec(text)?.[0] ?? '') !== undefined;
}

/**
 * Mean watts while idle, running and loading: by a column `state` with these words, or by the runtime's lines in between,
 * each with the meter's time in front.
 */
export function readPowerLog(text: string): ReadReport {
  const [head = '', ...lines] = text.split('\n');
  const columns = columnsOf(head);
  if (columns === undefined) return { error: 'it has no columns of time and power' };
  const samples: Sample[] = [];
  const loads: Stretch[] = [];
  for (const line of lines) {
    const load = loadLine.exec(line);
    if (load) {
      const to = Number(load[1]) / columns.perSecond;
      loads.push({ from: to - Number(load[2]) / 1e3, to });
      continue;
    }
    const cells = line.split(',').map((cell) => cell.trim());
    const [time, watts] = [Number(cells[columns.time]) / columns.perSecond, columns.watts(cells)];
    if (cells.length < 2 || !Number.isFinite(time) || !Number.isFinite(watts)) continue;
    if (watts < 0) return { error: `it has negative power, ${watts} W: is the meter the other way round?` };
    samples.push({ time, watts, state: (cells[columns.state] ?? '').toLowerCase() });
  }
  if (samples.length === 0) return { error: 'it has no samples: the file is cut off' };
  if (columns.state < 0 && loads.length === 0)
    return {
      error:
        'nothing in it says what the board did: give it a column `state` with idle, run and load, or put the lines of the runtime (`exeunt load module=…`) in between, each with the time of the meter in front',
    };
  const isLoading = ({ time }: Sample): boolean => loads.some(({ from, to }) => time >= from && time <= to);
  const marked =
    columns.state >= 0 ? samples : samples.map((s) => ({ ...s, state: isLoading(s) ? 'load' : 'run' }));
  const watts = boardOf(marked, loads);
  return Object.keys(watts).length === 0
    ? { error: 'its column of states has none of the words idle, run and load' }
    : { kind: 'board', watts, samples: samples.length };
}

function boardOf(samples: readonly Sample[], told: readonly Stretch[]): Omit<MeteredBoard, 'source'> {
  const mean = (state: RegExp): number | undefined => {
    const own = samples.filter((s) => state.test(s.state));
    return own.length === 0 ? undefined : own.reduce((sum, { watts }) => sum + watts, 0) / own.length;
  };
  const [idleW, runW, loadW] = [mean(/^idle/), mean(/^run/), mean(/^load/)];
  const loads = told.length > 0 ? told : stretches(samples);
  const loadS = loads.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    ...(idleW !== undefined && { idleW }),
    ...(runW !== undefined && { runW }),
    ...(loadW !== undefined && { loadW, loadS, loads: loads.length }),
  };
}

/** Samples in a row that are of a load, each until the next. */
function stretches(samples: readonly Sample[]): Stretch[] {
  const found: { from: number; to: number }[] = [];
  samples.forEach(({ time, state }, i) => {
    if (!state.startsWith('load')) return;
    const last = found.at(-1);
    const next = samples[i + 1]?.time ?? time;
    if (last && samples[i - 1]?.state.startsWith('load')) last.to = next;
    else found.push({ from: time, to: next });
  });
  return found;
}

function columnsOf(head: string): Columns | undefined {
  const cells = head.split(',').map((cell) => cell.trim());
  const at = (name: keyof typeof heads): number => cells.findIndex((cell) => heads[name].test(cell));
  const [time, power, current, voltage] = [at('time'), at('power'), at('current'), at('voltage')];
  if (time < 0 || cells.length < 2) return undefined;
  const factor = (column: number): number => scaleOf(cells[column] ?? '');
  const [state, perSecond] = [at('state'), /(?:\b|_)ms(?![a-z])|milli/i.test(cells[time] ?? '') ? 1000 : 1];
  if (power >= 0) return { time, state, perSecond, watts: (row) => numberIn(row[power]) * factor(power) };
  if (current < 0 || voltage < 0) return undefined;
  const both = factor(current) * factor(voltage);
  return { time, state, perSecond, watts: (row) => numberIn(row[current]) * numberIn(row[voltage]) * both };
}

const numberIn = (cell: string | undefined): number =>
  cell === undefined || cell === '' ? NaN : Number(cell);

/** `power_mw`, `Power (uW)`, `current [mA]`. */
function scaleOf(head: string): number {
  if (/(?:\b|_)(?:u|\u00b5|\u03bc)[wav](?![a-z])|micro/i.test(head)) return 1e-6;
  return /(?:\b|_)m[wav](?![a-z])|milli/i.test(head) ? 1e-3 : 1;
}
