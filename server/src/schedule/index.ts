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
export { isAtLeast, mapModules, modulesOf } from './problem';
export { problemError } from './problem-error';
export { reachingShares } from './shares';
export type { DecisionTimes } from './mixture';
export type { CheckTimes, ExitTimes, PathTimes, ScheduledTask } from './path-times';
export { scheduleOnce } from './once';
export type { Schedule } from './schedule';
export { tasksThroughExit } from './schedule';
export type { Stream } from './stream';
export { scheduleStream } from './stream';
export { breakEven } from './break-even';
export type { VerdictInput } from './verdict';
export { verdict } from './verdict';
export { judge, type StaticRival } from './judge';
export type { Trace } from './trace';
export { parseSparseTrace, parseTrace } from './trace';
export type { ExitRule } from './trace-rates';
export { traceWays } from './trace-ways';
export { absentCriterion, bindTrace, leavingRules, traceRates } from './trace-rates';
