/** Energy and power in the JSON report: joules and watts, each with both ends of its band. */

export interface AmountJson {
  value: number;
  low: number;
  high: number;
}

export interface EnergyJson {
  /** `board`: what a meter at the plug reads, from the stated `idle`. `chip`: what Vivado's report_power calls the total. Never mixed. */
  quantity: 'chip' | 'board';
  /** Power of what runs all the time, the clock tree included, and where it is from. */
  baseW: AmountJson & { source: string };
  /** Something is not modelled that takes time or logic: energies are lower bounds. */
  atLeast?: true;
  /** One input of a stream, inputs back to back or as they arrive; null if so many stages are not modelled. */
  perInputJ: AmountJson | null;
  /** Time that each input has in it. */
  everyNs: number | null;
  /** It is the arrival period, not the shortest one. */
  arrives?: true;
  meanPowerW: AmountJson | null;
  /** Of `perInputJ`: base power while the port loads, hidden or exposed. */
  whileLoadingJ: AmountJson | null;
  /** Of `perInputJ.value`; the clock's is null where a metered base does not tell it apart. */
  shares: { base: number; clock: number | null; data: number } | null;
  /** Even the upper end of what modules take is less than a tenth: time alone decides. */
  decidedByTime: boolean | null;
  /** One input with nothing before or after it; the loads that bring the regions home are not in it. */
  alone: {
    meanJ: AmountJson;
    worstJ: AmountJson;
    /** By where it leaves; empty for a batch. */
    ways: { name: string; rate: number; joules: AmountJson }[];
  };
  /** Sleep between inputs by the stated figures of the board; absent if none are stated, or not all. */
  sleep?: {
    sleepW: number;
    wakeNs: number;
    wakeW: number;
    /** From this time between inputs on it takes less than waiting; null if it never does. */
    paysFromNs: number | null;
    /** One input at the stated arrival, with sleep; null if there is no time for it. */
    perInputJ: AmountJson | null;
  };
  notModelled: string[];
}
