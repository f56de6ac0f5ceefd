import { problemError, type ScheduledStage, type ScheduleProblem } from './problem';

/**
 * A problem flattened to the steps of its whole path (computes and checks, in path order), so that one
 * run is a single pass over a few arrays. A step is its own module: the step number names both.
 *
 * Lanes are numbered: the regions from 0, then the port, the CPU, and one lane for each static module.
 */
export interface Program {
  readonly count: number;
  readonly names: readonly string[];
  readonly regions: readonly string[];
  readonly laneNames: readonly string[];
  readonly port: number;
  readonly isCheck: readonly boolean[];
  readonly lane: readonly number[];
  /** Region of the step's module, -1 for a resident one. */
  readonly region: readonly number[];
  /** Time to load the step's module, 0 for a resident one. */
  readonly loadNs: readonly number[];
  /** With every input still alive: the worst case. */
  readonly worstNs: readonly number[];
  /** With the expected number still alive. The same as worstNs for a batch of one. */
  readonly expectedNs: readonly number[];
  readonly serial: boolean;
  readonly speculate: boolean;
  readonly batch: number;
  readonly exits: readonly ProgramExit[];
  /** Share of all inputs that go the whole path. */
  readonly endShare: number;
  /** Share of batches whose last input goes the whole path. */
  readonly endBatchShare: number;
}

interface ProgramExit {
  readonly name: string;
  readonly step: number;
  /** Share of all inputs that leave here. */
  readonly share: number;
  /** Share of batches whose last input leaves here; equals `share` for a batch of one. */
  readonly batchShare: number;
}

/** Rounding errors of summed rates below this are no inputs. */
const SHARE_TOLERANCE = 1e-12;

/** @throws RangeError with the words of `problemError` */
export function compile(problem: ScheduleProblem): Program {
  const error = problemError(problem);
  if (error !== undefined) throw new RangeError(error);

  const { batch, stages } = problem;
  const names: string[] = [];
  const isCheck: boolean[] = [];
  const lane: number[] = [];
  const region: number[] = [];
  const loadNs: number[] = [];
  const worstNs: number[] = [];
  const expectedNs: number[] = [];
  const exits: ProgramExit[] = [];
  const laneNames = regionsOf(stages);
  const regions = [...laneNames];
  const port = laneNames.push('port') - 1;
  const cpu = laneNames.push('cpu') - 1;
  let alive = 1;

  const add = ({ name, place, duration }: Module, check: boolean): void => {
    names.push(name);
    isCheck.push(check);
    const inRegion = place.kind === 'region' ? regions.indexOf(place.region) : -1;
    region.push(inRegion);
    loadNs.push(place.kind === 'region' ? Math.round(problem.loadNs[place.region] ?? Number.NaN) : 0);
    if (place.kind === 'static') lane.push(laneNames.push(`static:${name}`) - 1);
    else lane.push(place.kind === 'cpu' ? cpu : inRegion);
    worstNs.push(Math.round(duration.fixedNs + batch * duration.perInputNs));
    // A step that runs at all runs for one input at least.
    expectedNs.push(Math.round(duration.fixedNs + Math.max(1, batch * alive) * duration.perInputNs));
  };
  for (const stage of stages) {
    add(stage, false);
    for (const exit of stage.exits ?? []) {
      add(exit, true);
      const share = leavingShare(exit.rate, alive);
      const left = 1 - alive;
      alive = alive - share < SHARE_TOLERANCE ? 0 : alive - share;
      // A batch is done when its last input has left: the largest of n independent draws.
      const batchShare = batch === 1 ? share : (1 - alive) ** batch - left ** batch;
      exits.push({ name: exit.name, step: names.length - 1, share, batchShare });
    }
  }
  return {
    count: names.length,
    names,
    regions,
    laneNames,
    port,
    isCheck,
    lane,
    region,
    loadNs,
    worstNs,
    expectedNs,
    serial: problem.policy === 'serial',
    speculate: problem.policy === 'speculate',
    batch,
    exits,
    endShare: alive,
    endBatchShare: 1 - (1 - alive) ** batch,
  };
}

type Module = Pick<ScheduledStage, 'name' | 'place' | 'duration'>;

function regionsOf(stages: readonly ScheduledStage[]): string[] {
  const regions: string[] = [];
  const note = ({ place }: Module): void => {
    if (place.kind === 'region' && !regions.includes(place.region)) regions.push(place.region);
  };
  for (const stage of stages) {
    note(stage);
    stage.exits?.forEach(note);
  }
  return regions;
}

function leavingShare(rate: number, alive: number): number {
  return rate > 0 ? Math.min(rate, alive) : 0;
}
