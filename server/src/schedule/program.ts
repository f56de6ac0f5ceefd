import { problemError, type Place, type ScheduleProblem } from './problem';

/**
 * A problem flattened to the steps of its whole path (computes and checks, in path order), so that one
 * run is a single pass over a few typed arrays. A step is its own module: the step number names both.
 *
 * Lanes are numbered: the regions from 0, then the port, the CPU, and one lane for each static module.
 */
export interface Program {
  readonly count: number;
  readonly names: readonly string[];
  readonly regions: readonly string[];
  readonly laneNames: readonly string[];
  readonly port: number;
  readonly isCheck: Uint8Array;
  readonly lane: Int32Array;
  /** Region of the step's module, -1 for a resident one. */
  readonly region: Int32Array;
  /** Time to load the step's module, 0 for a resident one. */
  readonly loadNs: Float64Array;
  /** With every input still alive: the worst case. */
  readonly worstNs: Float64Array;
  /** With the expected number still alive. The same as worstNs for a batch of one. */
  readonly expectedNs: Float64Array;
  readonly serial: boolean;
  readonly speculate: boolean;
  readonly batch: number;
  readonly exits: readonly ProgramExit[];
  /** Share of all inputs that go the whole path. */
  readonly endShare: number;
  /** Share of batches whose last input goes the whole path. */
  readonly endBatchShare: number;
}

export interface ProgramExit {
  readonly name: string;
  readonly step: number;
  /** Share of all inputs that leave here. */
  readonly share: number;
  /** Share of batches whose last input leaves here; equals `share` for a batch of one. */
  readonly batchShare: number;
}

interface Step {
  readonly name: string;
  readonly place: Place;
  readonly fixedNs: number;
  readonly perInputNs: number;
  readonly check: boolean;
  /** Share of all inputs that reach this step. */
  readonly alive: number;
}

/** Rounding errors of summed rates below this are no inputs. */
const SHARE_TOLERANCE = 1e-12;

/** @throws RangeError with the words of `problemError` */
export function compile(problem: ScheduleProblem): Program {
  const error = problemError(problem);
  if (error !== undefined) throw new RangeError(error);

  const { batch } = problem;
  const steps: Step[] = [];
  const exits: ProgramExit[] = [];
  let alive = 1;
  for (const stage of problem.stages) {
    steps.push({ name: stage.name, place: stage.place, ...stage.duration, check: false, alive });
    for (const exit of stage.exits ?? []) {
      const share = leavingShare(exit.rate, alive);
      const left = 1 - alive;
      steps.push({ name: exit.name, place: exit.place, ...exit.duration, check: true, alive });
      alive = alive - share < SHARE_TOLERANCE ? 0 : alive - share;
      // A batch is done when its last input has left: the largest of n independent draws.
      const batchShare = batch === 1 ? share : (1 - alive) ** batch - left ** batch;
      exits.push({ name: exit.name, step: steps.length - 1, share, batchShare });
    }
  }

  const regions = [...new Set(steps.flatMap((s) => (s.place.kind === 'region' ? [s.place.region] : [])))];
  const port = regions.length;
  const cpu = port + 1;
  const laneNames = [...regions, 'port', 'cpu'];
  const lane = new Int32Array(steps.length);
  const region = new Int32Array(steps.length).fill(-1);
  const loadNs = new Float64Array(steps.length);
  steps.forEach((step, i) => {
    if (step.place.kind === 'region') {
      region[i] = lane[i] = regions.indexOf(step.place.region);
      loadNs[i] = Math.round(problem.loadNs[step.place.region] ?? Number.NaN);
    } else if (step.place.kind === 'cpu') {
      lane[i] = cpu;
    } else {
      lane[i] = laneNames.push(`static:${step.name}`) - 1;
    }
  });

  const duration = (step: Step, inputs: number): number =>
    Math.round(step.fixedNs + inputs * step.perInputNs);
  return {
    count: steps.length,
    names: steps.map((s) => s.name),
    regions,
    laneNames,
    port,
    isCheck: Uint8Array.from(steps, (s) => (s.check ? 1 : 0)),
    lane,
    region,
    loadNs,
    worstNs: Float64Array.from(steps, (s) => duration(s, batch)),
    // A step that runs at all runs for one input at least.
    expectedNs: Float64Array.from(steps, (s) => duration(s, Math.max(1, batch * s.alive))),
    serial: problem.policy === 'serial',
    speculate: problem.policy === 'speculate',
    batch,
    exits,
    endShare: alive,
    endBatchShare: 1 - (1 - alive) ** batch,
  };
}

function leavingShare(rate: number, alive: number): number {
  return rate > 0 ? Math.min(rate, alive) : 0;
}
