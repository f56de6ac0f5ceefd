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
export type { BreakEven } from './break-even';
export { breakEven } from './break-even';
export type { Contender, VerdictInput } from './verdict';
export { verdict } from './verdict';
export type { Judgement, StaticRival } from './judge';
export { contender, judge } from './judge';
export type { ParsedTrace, Trace, TraceFault } from './trace';
export { parseTrace } from './trace';
export type {
  Criterion,
  ExitRule,
  LeavingShare,
  TraceBinding,
  TraceBindingResult,
  TraceRates,
} from './trace-rates';
export { absentCriterion, bindTrace, traceRates } from './trace-rates';
