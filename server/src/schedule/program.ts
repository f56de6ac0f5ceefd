import { at } from './at';
import { modulesOf, problemError, type Place, type ScheduledPath, type ScheduleProblem } from './problem';
import { type Choice, type Way, sharesOf, waysOf } from './shares';

/**
 * A problem flattened for the scheduler: every module numbered once, and every way through the decisions as
 * a list of steps (computes and checks, in path order), so that one run is a single pass over a few arrays.
 * A problem without decisions has one path, whose steps are its modules.
 *
 * Lanes are numbered: the regions from 0, then the port, the CPU, and one lane for each static module.
 */
export interface Program {
  /** By module. */
  readonly names: readonly string[];
  /** Of a module: the number of its region, -1 for a resident one. */
  readonly moduleRegion: readonly number[];
  readonly regions: readonly string[];
  readonly laneNames: readonly string[];
  readonly port: number;
  readonly serial: boolean;
  readonly speculate: boolean;
  readonly batch: number;
  readonly paths: readonly PathProgram[];
}

/** One way through all decisions, by step. */
export interface PathProgram {
  readonly choices: readonly Choice[];
  readonly count: number;
  readonly module: readonly number[];
  readonly isCheck: readonly boolean[];
  readonly lane: readonly number[];
  readonly region: readonly number[];
  /** Time to load the step's module, 0 for a resident one. */
  readonly loadNs: readonly number[];
  /** With every input still alive: the worst case. */
  readonly worstNs: readonly number[];
  /** With the expected number still alive. The same as worstNs for a batch of one. */
  readonly expectedNs: readonly number[];
  readonly exits: readonly ProgramExit[];
  /** By step; undefined for a path without decisions. */
  readonly decisions: readonly (ProgramDecision | undefined)[] | undefined;
  /** Share of all inputs that go this way to its end. */
  readonly endShare: number;
  /** Share of batches whose last input goes this way to its end. */
  readonly endBatchShare: number;
}

interface ProgramExit {
  readonly name: string;
  readonly step: number;
  /** Share of all inputs that leave here and would have gone this way. */
  readonly share: number;
  /** Share of batches whose last input leaves here; equals `share` for a batch of one. */
  readonly batchShare: number;
}

/** What may be done for this path before a decision on it is known. */
export interface ProgramDecision {
  readonly name: string;
  /** Share of all inputs that the decision is made for and that go this way. */
  readonly share: number;
  /** Steps whose load every case needs as the next of its region, in the order in which they are issued. */
  readonly common: readonly number[];
  /** The path that is most likely from here, if it is another one. */
  likeliest: PathProgram | undefined;
}

/** @throws RangeError with the words of `problemError` */
export function compile(problem: ScheduleProblem): Program {
  const error = problemError(problem);
  if (error !== undefined) throw new RangeError(error);
  const modules = modulesOf(problem);
  const idOf = new Map(modules.map(({ name }, id) => [name, id]));
  const regions = [...new Set(modules.flatMap(({ place }) => regionOf(place) ?? []))];
  const laneNames = [...regions];
  const port = laneNames.push('port') - 1;
  const cpu = laneNames.push('cpu') - 1;
  const moduleRegion = modules.map(({ place }) => regions.indexOf(regionOf(place) ?? ''));
  const moduleLane = modules.map(({ name, place }, id) => {
    if (place.kind === 'static') return laneNames.push(`static:${name}`) - 1;
    return place.kind === 'cpu' ? cpu : at(moduleRegion, id);
  });
  const { batch } = problem;
  const common = commonLoads(problem, idOf, moduleRegion);
  const weights = problem.decision === undefined ? undefined : likeliestChoices(problem);

  const pathOf = (way: Way): PathProgram => {
    const { choices } = way;
    const steps = way.modules.map((m) => at(modules, idOf.get(m.name) ?? -1));
    const module = steps.map((m) => idOf.get(m.name) ?? -1);
    const exits: ProgramExit[] = [];
    // What an earlier step lets go is split among the ways that part behind it.
    const weightAfter = new Array<number>(steps.length).fill(1);
    for (let i = steps.length - 2; i >= 0; i--) {
      weightAfter[i] = at(weightAfter, i + 1) * at(way.modules, i + 1).caseShare;
    }
    way.modules.forEach((m, step) => {
      if (m.kind !== 'check') return;
      const share = m.leaving * at(weightAfter, step);
      const left = m.alive - m.leaving < 1e-12 ? 0 : m.alive - m.leaving;
      // A batch is done when its last input has left: the largest of n independent draws.
      const batchShare = batch === 1 ? share : (1 - left) ** batch - (1 - m.alive) ** batch;
      exits.push({ name: m.name, step, share, batchShare });
    });
    const end = way.modules.at(-1);
    const ended = end === undefined ? 1 : end.alive - end.leaving;
    const endShare = ended < 1e-12 ? 0 : ended;
    return {
      choices,
      count: steps.length,
      module,
      isCheck: way.modules.map((m) => m.kind !== 'compute'),
      lane: module.map((id) => at(moduleLane, id)),
      region: module.map((id) => at(moduleRegion, id)),
      loadNs: steps.map(({ place }) =>
        place.kind === 'region' ? Math.round(problem.loadNs[place.region] ?? Number.NaN) : 0,
      ),
      worstNs: steps.map((m) => Math.round(m.duration.fixedNs + batch * m.duration.perInputNs)),
      // A step that runs at all runs for one input at least.
      expectedNs: steps.map((m, i) =>
        Math.round(
          m.duration.fixedNs + Math.max(1, batch * at(way.modules, i).alive) * m.duration.perInputNs,
        ),
      ),
      exits,
      decisions:
        choices.length === 0
          ? undefined
          : way.modules.map((m, step): ProgramDecision | undefined => {
              if (m.kind !== 'decision') return undefined;
              const made = choicesBefore(way, step);
              const early = common.get(keyOf(made, m.name)) ?? [];
              return {
                name: m.name,
                share: m.alive * at(weightAfter, step),
                common: early.map((id) => module.indexOf(id, step + 1)),
                likeliest: undefined,
              };
            }),
      endShare,
      endBatchShare: batch === 1 ? endShare : 1 - (1 - endShare) ** batch,
    };
  };
  const ways = waysOf(problem);
  const paths = ways.map(pathOf);
  if (weights) setLikeliest(ways, paths, weights);
  return {
    names: modules.map((m) => m.name),
    moduleRegion,
    regions,
    laneNames,
    port,
    serial: problem.policy === 'serial',
    speculate: problem.policy === 'speculate',
    batch,
    paths,
  };
}

function regionOf(place: Place): string | undefined {
  return place.kind === 'region' ? place.region : undefined;
}

function choicesBefore(way: Way, step: number): readonly Choice[] {
  const before = way.modules.slice(0, step).filter((m) => m.kind === 'decision').length;
  return way.choices.slice(0, before);
}

/** The same switch may be met again on another way: what was chosen before tells them apart. */
function keyOf(choices: readonly Choice[], decision: string): string {
  return JSON.stringify([choices.map((c) => [c.decision, c.index]), decision]);
}

/**
 * By decision, the modules that every case loads next into their region: their loads are of use whatever is
 * decided. In the order of the first case's path.
 */
function commonLoads(
  problem: ScheduledPath,
  idOf: ReadonlyMap<string, number>,
  moduleRegion: readonly number[],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  /** By region, the module that is next there whatever is decided; undefined if that depends. */
  const firstUses = (path: ScheduledPath, choices: readonly Choice[]): Map<number, number | undefined> => {
    const uses = new Map<number, number | undefined>();
    const use = (name: string): void => {
      const id = idOf.get(name) ?? -1;
      const region = at(moduleRegion, id);
      if (region >= 0 && !uses.has(region)) uses.set(region, id);
    };
    for (const stage of path.stages) [stage, ...(stage.exits ?? [])].forEach((m) => use(m.name));
    const { decision } = path;
    if (decision === undefined) return uses;
    use(decision.name);
    const cases = decision.cases.map((c, index) =>
      firstUses(c, [...choices, { decision: decision.name, case: c.name, index }]),
    );
    const agreed: number[] = [];
    for (const [region, id] of cases[0] ?? []) {
      if (id !== undefined && cases.every((c) => c.get(region) === id)) agreed.push(id);
    }
    found.set(keyOf(choices, decision.name), agreed);
    for (const region of new Set(cases.flatMap((c) => [...c.keys()]))) {
      if (!uses.has(region))
        uses.set(
          region,
          agreed.find((id) => moduleRegion[id] === region),
        );
    }
    return uses;
  };
  firstUses(problem, []);
  return found;
}

/** By decision, the likeliest case; of equal ones the first in the text. */
function likeliestChoices(problem: ScheduledPath): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const visit = ({ decision }: ScheduledPath): void => {
    if (decision === undefined) return;
    const shares = sharesOf(decision.cases);
    const best = shares.reduce((a, b) => (b.share > a.share ? b : a));
    found.set(decision.name, decision.cases.indexOf(best.way));
    decision.cases.forEach(visit);
  };
  visit(problem);
  return found;
}

function setLikeliest(
  ways: readonly Way[],
  paths: readonly PathProgram[],
  likely: ReadonlyMap<string, number>,
): void {
  paths.forEach((path, p) => {
    const { choices } = at(ways, p);
    let made = 0;
    for (const decision of path.decisions ?? []) {
      if (decision === undefined) continue;
      const level = made++;
      if (choices[level]?.index === likely.get(decision.name)) continue;
      const other = ways.findIndex((way) =>
        way.choices.every((c, i) =>
          i < level
            ? c.index === choices[i]?.index && c.decision === choices[i].decision
            : c.index === likely.get(c.decision),
        ),
      );
      decision.likeliest = paths[other];
    }
  });
}
