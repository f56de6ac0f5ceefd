export type {
  Arrival,
  Duration,
  Place,
  Policy,
  ScheduledExit,
  ScheduledStage,
  ScheduleProblem,
} from './problem';
export { problemError } from './problem';
export type { ExitTimes, MachineState, Schedule, ScheduledTask } from './once';
export { scheduleOnce, tasksThroughExit } from './once';
export type { Percentiles, WeightedLatency } from './percentiles';
export { percentiles } from './percentiles';
export type { ArrivalFigures, Stream, StreamLatency, StreamState } from './stream';
export { scheduleStream } from './stream';
