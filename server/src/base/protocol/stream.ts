/** A stream of inputs in the JSON report. */

export interface PercentilesJson {
  '50': number;
  '95': number;
  '99': number;
}

/** Steady state with inputs back to back; for batches, figures are per batch. */
export interface StreamJson {
  /** False if there are too many states, so that the figures come from a seeded simulation, or if `memoryDemand` is given. */
  exact: boolean;
  /**
   * The most of the memory's rate that may be asked for at one moment, where that is more than 1: tasks that compete for it
   * take longer than modelled.
   */
  memoryDemand?: number;
  /** For that reason period and latencies are lower bounds, and throughput is an upper one. */
  atLeast?: true;
  /** 95 % interval of the period; if it is not simulated, both ends are the period. */
  interval95Ns: [number, number];
  /** Share of the time during which the port is loading. */
  portShare: number;
  /** Recurrent states of the stream; 0 if it is simulated. */
  stateCount: number;
  /** The most frequent states at the start of an input: what each region holds, and how long each lane is still busy. */
  states: { contents: Record<string, string | null>; residualNs: Record<string, number>; share: number }[];
  latency: { meanNs: number; percentilesNs: PercentilesJson };
  /** What limits the stream, in words; null if it takes no time. */
  limit: string | null;
  /**
   * Use of each lane, and of the memory if its traffic is known. `busyShare`: its share of the time at work; `heldShare`: from
   * an input's first task there until the lane is the next input's.
   */
  lanes: { lane: string; busyShare: number; heldShare: number }[];
  /** Memory of the two buffers of the network's input; null if its shape is not known. */
  inputBufferBytes: number | null;
}

/** Inputs that arrive at a fixed interval. All figures but the first three are null if the queue grows without bound. */
export interface ArrivalJson {
  everyNs: number;
  sustainable: boolean;
  /** The shortest arrival period at which the queue does not grow without bound. */
  shortestEveryNs: number;
  exact: boolean | null;
  /** From the arrival of a batch to its start. */
  meanWaitNs: number | null;
  /** Mean number of inputs that wait. */
  meanQueued: number | null;
  /** From arrival to departure. */
  latency: { meanNs: number; percentilesNs: PercentilesJson; interval95Ns: [number, number] } | null;
}
