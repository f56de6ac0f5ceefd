/** The timeline: loads, computes and checks of one input and of a stream of inputs, and the verdict on a design. */
export type {
  Duration,
  Place,
  Policy,
  ScheduledCase,
  ScheduledExit,
  ScheduledPath,
  ScheduledStage,
  ScheduleProblem,
} from './problem/problem';
export { isAtLeast, mapModules, modulesOf } from './problem/problem';
export { problemError } from './problem/problem-error';
export { batchOrder } from './problem/parting';
export { reachingShares } from './problem/shares';
export type { DecisionTimes } from './run/mixture';
export type { CheckTimes, ExitTimes, PathTimes, ScheduledTask } from './run/path-times';
export { MOST_EXITS, everySubset, type SubsetTimes } from './run/every-subset';
export { scheduleOnce } from './run/once';
export type { Schedule } from './run/schedule';
export { tasksThroughExit } from './run/schedule';
export { mostHeld, type LaneLoad } from './stream/lanes';
export type { Stream } from './stream/stream';
export { residentBounds } from './stream/bounds';
export { isContended, memoryDemand } from './stream/memory-demand';
export { scheduleStream } from './stream/stream';
export { breakEven } from './verdict/break-even';
export type { VerdictInput } from './verdict/verdict';
export { verdict } from './verdict/verdict';
export { judge, type StaticBaseline } from './verdict/judge';
export type { Trace } from './traces/trace';
export { parseSparseTrace, parseTrace } from './traces/trace';
export type { ExitRule } from './traces/trace-rates';
export { traceWays } from './traces/trace-ways';
export {
  absentCriterion,
  absentValues,
  bindTrace,
  leavingRules,
  traceRates,
  traceValues,
} from './traces/trace-rates';
export { compile } from './program/compile';
export type { PathProgram, Program, Step } from './program/program';
