/** Energy and power of a design. Amounts carry the ends of their bands. */
import type { Nanoseconds, Share, Watts } from '../../base/units';
import type { Amount, BasePower } from '../../energy/index';
import type { ScheduleProblem } from '../../schedule/index';

export interface EnergyFigures {
  readonly base: BasePower;
  /** Times are lower bounds, or a module's resources are: so is every energy. */
  readonly atLeast: boolean;
  readonly alone: AloneEnergy;
  /** Computed on first access; absent where the stream is. */
  readonly stream: StreamEnergy | undefined;
  /** The stream of the same hardware under another policy, batch or arrival, loads as long as their best estimate. */
  readonly under: (problem: ScheduleProblem) => StreamEnergy;
  /** Computed on first access. */
  readonly duty: DutyCycle | undefined;
}

/** Joules of one input with nothing before or after it, from home; for a batch, its share. */
export interface AloneEnergy {
  readonly mean: Amount;
  readonly worst: Amount;
  /** By where the input leaves; empty for batches, of which the inputs share the time. */
  readonly ways: readonly { readonly name: string; readonly rate: Share; readonly joules: Amount }[];
}

/** Joules of one input in the long run. */
export interface StreamEnergy {
  /** Time that each input has: the arrival period, or the period back to back. */
  readonly everyNs: Nanoseconds;
  /** The same in seconds, with the ends that loads of estimated bytes give it. */
  readonly every: Amount;
  /** Joules of an input that the modules take while they work. */
  readonly data: Amount;
  /** Inputs arrive at a period of their own that can be kept up. */
  readonly arrives: boolean;
  readonly perInput: Amount;
  readonly power: Amount;
  /** Of `perInput`: base power while the port loads, hidden or exposed. */
  readonly whileLoading: Amount;
  /** Of `perInput.value`. The clock's is null in a metered base, which does not tell it apart. */
  readonly shares: { readonly base: Share; readonly clock: Share | null; readonly data: Share };
  /** Even the upper end of the data part is less than a tenth of all. */
  readonly byTime: boolean;
}

/** Sleeping between inputs, with the user's own figures of the board. */
export type DutyCycle =
  | {
      readonly sleepW: Watts;
      readonly wakeNs: Nanoseconds;
      readonly wakeW: Watts;
      /** From this time between inputs on, sleeping takes less than waiting; absent if it never does. */
      readonly paysFromNs?: Nanoseconds;
      /** At the stated arrival: joules an input with sleep, where there is time for it. */
      readonly perInput?: Amount;
      readonly lacks?: undefined;
    }
  /** What must be stated first, as a clause. */
  | { readonly lacks: string };

/** What an energy never contains, in words. */
export const notModelled: Readonly<Record<BasePower['quantity'], readonly string[]>> = {
  board: [
    'what the port, its reads of memory and the configuration logic take beyond time',
    'memory traffic by the byte',
    'the load of the processor, which exits on `cpu` raise',
    'real activity of the data, and clock gating',
    'transceivers and I/O beyond what `idle` has',
  ],
  chip: [
    'regulators and everything else on the board: state `idle`',
    'what the port, its reads of memory and the configuration logic take beyond time',
    'memory traffic by the byte',
    'the load of the processor, which exits on `cpu` raise',
    'real activity of the data, and clock gating',
    'transceivers and I/O',
    'silicon of the maximum process',
  ],
};
