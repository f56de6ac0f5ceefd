/** Rows that the FIFOs at joins must hold to avoid a deadlock. */
import { notAhead } from './ahead';
import { lastNeeded, type RowProcess } from './row-simulation';

/** What a process needs from a fork: an earlier process with several readers. */
interface Need {
  /** For each row of the process, how far the fork has written when it starts: rows, and a share of the last one. */
  readonly rows: Float64Array;
  /** Share of the fork's output that arrives here: all of it once the last of its arms have rejoined. */
  readonly share: number;
  /** In flight on the longest way from the fork, how far that must be ahead at any place, and its burst. */
  readonly flight: number;
  readonly lead: number;
  readonly burst: number;
}

/** Needs by fork. */
type Reach = Map<number, Need>;

/** What waits at one input of a join for another one. */
export interface Waiting {
  readonly rows: number;
  /** The least share of the input's values that has room, however many inputs follow each other. */
  readonly lead: number;
  /** More, for what is in flight on the arm of the other. */
  readonly flight: number;
}

/** Threshold for a whole share, since shares are sums of fractions. */
const wholeShare = 1 - 1e-6;

/**
 * Number of rows of one input of a join that must be buffered while the join waits for another input, whatever the speed of
 * the arms: the fork feeds both arms in step, so the arm that needs fewer rows before it writes is ahead by the difference.
 * With less room, the join waits for one arm and that arm for the other, forever.
 *
 * @returns a function of the join and its input, both as positions in `processes` and its inputs
 */
export function rowsAhead(processes: readonly RowProcess[]): (join: number, input: number) => Waiting {
  const readers = readerCounts(processes);
  const reaches: Reach[] = [];

  /** Inputs precede their readers, so each is computed once, in order. */
  const reachOf = (index: number): Reach => {
    for (let next = reaches.length; next <= index; next++) reaches.push(reachAt(next));
    return reaches[index] ?? new Map<number, Need>();
  };
  const reachAt = (index: number): Reach => {
    const { inputs = [], rows = 0, ahead = notAhead, copied = 0 } = processes[index] ?? {};
    const reach: Reach = new Map();
    for (const input of inputs) {
      const inputRows = processes[input.process]?.rows ?? 1;
      for (const [fork, need] of reaches[input.process] ?? []) {
        const before = reach.get(fork);
        const own = before?.rows ?? new Float64Array(rows);
        for (let row = 0; row < rows; row++) {
          const at = need.rows[lastNeeded(input, row, inputRows)] ?? 0;
          own[row] = Math.max(own[row] ?? 0, further(at, input.early ? 1 : input.lead));
        }
        const share = (before?.share ?? 0) + need.share / (readers[input.process] ?? 1);
        reach.set(fork, {
          rows: own,
          share,
          flight: Math.max(before?.flight ?? 0, need.flight + ahead.flight),
          lead: Math.max(before?.lead ?? 0, need.lead + ahead.lead),
          burst: Math.max(before?.burst ?? 0, need.burst * ahead.burst),
        });
      }
    }
    // After all arms have rejoined, none is ahead of another.
    for (const [fork, { share }] of reach) if (share > wholeShare) reach.delete(fork);
    if ((readers[index] ?? 0) > 1) {
      const all = Float64Array.from({ length: rows }, (_, row) => row);
      reach.set(index, { rows: all, share: 1, flight: copied, lead: 0, burst: 1 });
    }
    return reach;
  };

  return (join, input) => {
    const process = processes[join];
    const edge = process?.inputs[input];
    if (process === undefined || edge === undefined) return { rows: 0, lead: 0, flight: 0 };
    const { entry } = process.ahead ?? notAhead;
    const own = reachOf(edge.process);
    const ownRows = processes[edge.process]?.rows ?? 1;
    let [most, lead, flight] = [0, 0, 0];
    process.inputs.forEach((other, each) => {
      if (each === input) return;
      const otherRows = processes[other.process]?.rows ?? 1;
      for (const [fork, far] of reachOf(other.process)) {
        const near = own.get(fork);
        if (near === undefined) continue;
        const [fed, needed] = [far.rows, near.rows];
        lead = Math.max(lead, far.lead);
        flight = Math.max(flight, (far.flight + entry) * near.burst);
        let made = 0;
        for (let row = 0; row < process.rows; row++) {
          const reached = fed[lastNeeded(other, row, otherRows)] ?? 0;
          // A row that starts at the same point counts: an arm may write its first words while the other needs the whole row.
          while (made < ownRows && (needed[made] ?? 0) <= reached) made++;
          most = Math.max(most, made - lastNeeded(edge, row, ownRows));
        }
      }
    });
    return { rows: most, lead, flight };
  };
}

/** Advances a position by a share within the same row. */
function further(at: number, share: number): number {
  const row = Math.floor(at);
  return row + Math.min(at - row + share, wholeShare);
}

function readerCounts(processes: readonly RowProcess[]): readonly number[] {
  const readers = processes.map(() => 0);
  for (const { inputs } of processes) {
    for (const { process } of inputs) readers[process] = (readers[process] ?? 0) + 1;
  }
  return readers;
}
