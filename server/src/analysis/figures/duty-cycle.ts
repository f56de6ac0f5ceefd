/** Sleep between inputs: from which period on it takes less than waiting, with the user's own figures of the board. */
import { type Amount, type BasePower, sum, within } from '../../energy/index';
import type { DeviceSpec } from '../../semantics/design';
import type { TimelineFigures } from '../analysis';
import type { DutyCycle } from './energy-figures';

/**
 * Waiting takes idle · T, sleeping wake power · wake time + idle · latency + sleep power · the rest of T. An input's own work
 * is the same. Equal at T* = latency + wake time · (wake power − sleep power) ÷ (idle − sleep power), and never before there
 * is time for both.
 *
 * @param data mean joules of the modules that an input runs
 */
export function dutyCycle(
  device: DeviceSpec | undefined,
  { quantity, watts }: BasePower,
  { schedule, problem, stream }: TimelineFigures,
  data: Amount,
): DutyCycle | undefined {
  const { sleepW, wakeNs } = device ?? {};
  if (sleepW === undefined && wakeNs === undefined) return undefined;
  if (quantity !== 'board')
    return { lacks: 'it is by figures of the board, so state its metered power as `idle`' };
  if (sleepW === undefined) return { lacks: 'state the power asleep: `sleep 0.3 W`' };
  if (wakeNs === undefined)
    return { lacks: 'state the time from asleep to the start of an input: `wake 800 ms`' };
  const idleW = watts.value;
  const wakeW = device?.wakeW ?? idleW;
  // A batch wakes once.
  const activeNs = problem.batch > 1 ? schedule.batchMeanNs : schedule.meanNs;
  const least = wakeNs + activeNs;
  const equal = activeNs + (wakeNs * (wakeW - sleepW)) / (idleW - sleepW);
  const everyNs = stream?.arrival?.sustainable ? stream.arrival.everyNs * problem.batch : 0;
  const asleepNs = everyNs - least;
  const fixed = (sleepW * asleepNs + wakeW * wakeNs) / 1e9 / problem.batch;
  const base = (watts.value * activeNs) / 1e9 / problem.batch;
  return {
    ...{ sleepW, wakeNs, wakeW },
    ...(idleW > sleepW && { paysFromNs: Math.ceil(Math.max(least, equal) / problem.batch) }),
    ...(asleepNs >= 0 && everyNs > 0 && { perInput: sum(within(fixed + base, METER), data) }),
  };
}

/** The user's figures are metered like `idle`. */
const METER = 0.025;
