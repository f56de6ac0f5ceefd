export type {
  Duration,
  Place,
  Policy,
  ScheduledCase,
  ScheduledExit,
  ScheduledPath,
  ScheduledStage,
  ScheduleProblem,
} from './problem';
export { mapModules, modulesOf, problemError } from './problem';
export { reachingShares } from './shares';
export type { DecisionTimes } from './mixture';
export type { Schedule } from './once';
export type { ExitTimes, PathTimes, ScheduledTask } from './path-times';
export { scheduleOnce, tasksThroughExit } from './once';
export type { Stream } from './stream';
export { scheduleStream } from './stream';
export { breakEven } from './break-even';
export type { VerdictInput } from './verdict';
export { verdict } from './verdict';
export { judge, type StaticRival } from './judge';
export type { Trace } from './trace';
export { parseTrace } from './trace';
export type { ExitRule } from './trace-rates';
export { absentCriterion, bindTrace, traceRates } from './trace-rates';
