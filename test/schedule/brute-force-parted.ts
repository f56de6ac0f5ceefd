import type { ScheduledPath, ScheduledStage, ScheduleProblem } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';
import { Lanes } from './stationary';
import type { Draw } from './stream-machine';

/**
 * A batch through decisions between paths simulated event by event, independently of the scheduler. At every event the
 * list of tasks is the known part of all inputs' paths and, under `speculate`, the guessed part.
 */
type Module = Pick<ScheduledStage, 'name' | 'place' | 'duration'>;
type Decision = NonNullable<ScheduledPath['decision']>;

interface Step {
  module: Module;
  kind: 'compute' | 'check';
  decision?: Decision;
  /** After a wrong guess, where no input is. */
  isFancy?: boolean;
}

interface Task {
  kind: 'load' | 'compute' | 'check';
  step: Step;
  lanes: string[];
  region: string | undefined;
  takes: number;
  state: 'waiting' | 'running' | 'done';
  endsAt: number;
}

/** Inputs on one path; `undefined` if they are only guessed. */
type Group = readonly Draw[] | undefined;

export class PartedMachine extends Lanes {
  /** Checks that have ended, and those of them before which every other has ended. */
  private ended = new Set<string>();
  private settled = new Set<string>();
  private batch: readonly Draw[] = [];
  private readonly order: readonly string[];

  /**
   * @param inputs how many inputs a module runs for
   * @param guess for each decision, the names of the cases that `speculate` presumes
   */
  constructor(
    private readonly problem: ScheduleProblem,
    private readonly inputs: (module: string) => number,
    private readonly guess: (decision: Decision) => readonly string[],
  ) {
    super();
    const ways = this.follow(problem, undefined, 0, [], (d) => d.cases.map((c) => c.name));
    this.order = orderOf(ways.map((steps) => steps.map((s) => s.module.name)));
    for (const { module } of ways.flat()) {
      const { place, name } = module;
      if (place.kind === 'region') this.holds[place.region] ??= name;
    }
  }

  /** Runs one batch. Returns the latency of each input. */
  pass(batch: readonly Draw[]): readonly number[] {
    const begin = this.now;
    this.batch = batch;
    this.ended = new Set();
    this.settled = new Set();
    let steps = this.known();
    let tasks = this.tasksOf(steps);
    const latencies = new Map<number, number>();
    for (;;) {
      this.finish(tasks);
      const check = tasks.find(
        (t) => t.kind === 'check' && t.state === 'done' && !this.ended.has(t.step.module.name),
      );
      if (check) {
        const { decision, isFancy } = check.step;
        const isRight = decision === undefined || isFancy === true || this.isGuessed(decision);
        this.ended.add(check.step.module.name);
        const open = steps.findIndex((s) => s.kind === 'check' && !this.ended.has(s.module.name));
        this.settled = new Set(steps.slice(0, open < 0 ? steps.length : open).map((s) => s.module.name));
        const now = this.known();
        let kept = now.findIndex((s, i) => s.module.name !== steps[i]?.module.name);
        if (kept < 0) kept = now.length;
        if (!isRight && this.problem.policy === 'speculate') kept = steps.indexOf(check.step) + 1;
        if (kept === steps.length && now.length === kept) continue;
        // The guess was wrong: later tasks that have not started are dropped.
        for (const { module } of steps.slice(kept)) {
          this.ended.delete(module.name);
          this.settled.delete(module.name);
        }
        const last = steps[kept - 1];
        steps = [...steps.slice(0, kept), ...this.known().slice(kept)];
        const keptTasks = tasks.findLastIndex((t) => t.step === last) + 1;
        tasks = [...tasks.slice(0, keptTasks), ...this.tasksOf(steps.slice(kept))];
        continue;
      }
      batch.forEach((draw, i) => {
        const goal = this.goalOf(draw);
        if (latencies.has(i) || goal === undefined) return;
        const last = tasks.findIndex((t) => t.kind !== 'load' && t.step.module.name === goal);
        if (last >= 0 && tasks.slice(0, last + 1).every((t) => t.state === 'done'))
          latencies.set(i, this.now - begin);
      });
      if (latencies.size === batch.length) return batch.map((_, i) => latencies.get(i) ?? NaN);
      if (this.startOne(tasks, steps)) continue;
      if (this.busy.length === 0) throw new Error(`nothing can start: ${JSON.stringify(batch)}`);
      this.now = Math.min(...this.busy.map((b) => b.until));
    }
  }

  /** The module after which an input leaves; undefined while that is not decided. */
  private goalOf({ choices, exit }: Draw): string | undefined {
    let path: ScheduledPath = this.problem;
    for (const choice of choices) {
      const { decision } = path;
      if (decision === undefined || !this.ended.has(decision.name)) return undefined;
      path = at(
        decision.cases,
        decision.cases.findIndex((c) => c.name === choice),
      );
    }
    const last = path.stages.at(-1);
    return exit ?? last?.exits?.at(-1)?.name ?? last?.name;
  }

  private isGuessed(decision: Decision): boolean {
    const taken = new Set<string>();
    const visit = (path: ScheduledPath, group: readonly Draw[], level: number): void => {
      if (path.decision?.name === decision.name) {
        for (const d of group) if (d.choices[level] !== undefined) taken.add(d.choices[level]);
      }
      path.decision?.cases.forEach((c) =>
        visit(
          c,
          group.filter((d) => d.choices[level] === c.name),
          level + 1,
        ),
      );
    };
    visit(this.problem, this.batch, 0);
    // No input gets there, which is known only from the exits before it.
    if (taken.size === 0) return true;
    return [...taken].sort().join() === [...this.guess(decision)].sort().join();
  }

  /** In order, as far as known or, under `speculate`, guessed. */
  private known(): Step[] {
    const isSpeculation = this.problem.policy === 'speculate';
    const ways = this.follow(this.problem, this.batch, 0, [], (d) => (isSpeculation ? this.guess(d) : []));
    const steps = this.merge(ways);
    const open = steps.findIndex((s) => s.decision && !this.ended.has(s.module.name));
    return isSpeculation || open < 0 ? steps : steps.slice(0, open + 1);
  }

  private merge(ways: readonly (readonly Step[])[]): Step[] {
    const found = new Map(ways.flat().map((s) => [s.module.name, s]));
    return this.order.flatMap((name) => found.get(name) ?? []);
  }

  /** The paths of a group from here on; at an open decision, the cases in `open`. */
  private follow(
    path: ScheduledPath,
    group: Group,
    level: number,
    before: readonly Step[],
    open: (decision: Decision) => readonly string[],
  ): Step[][] {
    const steps = [...before];
    let here = group;
    for (const stage of path.stages) {
      steps.push({ module: stage, kind: 'compute' });
      for (const exit of stage.exits ?? []) {
        steps.push({ module: exit, kind: 'check' });
        if (here === undefined || !this.settled.has(exit.name)) continue;
        here = here.filter((d) => d.exit !== exit.name);
        if (here.length === 0) return [steps];
      }
    }
    const { decision } = path;
    if (decision === undefined) return [steps];
    steps.push({ module: decision, kind: 'check', decision, isFancy: here === undefined });
    // Exits, not the decision, show that a whole group leaves before the decision.
    const isReached = here?.some((d) => d.choices[level] !== undefined) === true;
    const isDecided = isReached && this.ended.has(decision.name);
    const isRight = isReached && this.isGuessed(decision);
    const taken = isDecided ? decision.cases.map((c) => c.name) : open(decision);
    const ways = decision.cases.flatMap((c) => {
      if (!taken.includes(c.name)) return [];
      const members = here?.filter((d) => d.choices[level] === c.name);
      if (isDecided && members?.length === 0) return [];
      return this.follow(c, isDecided || isRight ? members : undefined, level + 1, steps, open);
    });
    return ways.length === 0 ? [steps] : ways;
  }

  private tasksOf(steps: readonly Step[]): Task[] {
    return steps.flatMap((step): Task[] => {
      const { module, kind } = step;
      const region = module.place.kind === 'region' ? module.place.region : undefined;
      const lane = region ?? (module.place.kind === 'cpu' ? 'cpu' : `static:${module.name}`);
      const common = { step, region, state: 'waiting' as const, endsAt: 0 };
      const { fixedNs, perInputNs } = module.duration;
      const takes = Math.round(fixedNs + Math.max(1, this.inputs(module.name)) * perInputNs);
      const work: Task = { kind, lanes: [lane], takes, ...common };
      if (region === undefined) return [work];
      return [
        { kind: 'load', lanes: [region, 'port'], takes: this.problem.loadNs[region] ?? NaN, ...common },
        work,
      ];
    });
  }

  private finish(tasks: Task[]): void {
    for (const b of this.busy) {
      if (b.until <= this.now && b.loads) this.holds[b.loads.region] = b.loads.module;
    }
    this.busy = this.busy.filter((b) => b.until > this.now);
    for (const t of tasks) if (t.state === 'running' && t.endsAt <= this.now) t.state = 'done';
    tasks.forEach((t, i) => {
      if (t.kind !== 'load' || t.state !== 'waiting' || t.region === undefined) return;
      if (this.holds[t.region] !== t.step.module.name || this.busy.some((b) => b.loads?.region === t.region))
        return;
      if (tasks.slice(0, i).every((u) => u.region !== t.region || u.state === 'done')) t.state = 'done';
    });
  }

  private startOne(tasks: Task[], steps: readonly Step[]): boolean {
    for (const [i, t] of tasks.entries()) {
      if (t.state !== 'waiting' || !this.mayStart(tasks, i)) continue;
      t.state = 'running';
      t.endsAt = this.now + t.takes;
      this.begin(t.lanes, t.takes, t.kind === 'load' ? t : undefined);
      this.finish(tasks);
      return true;
    }
    return this.problem.policy === 'overlap' && this.startCommon(tasks, steps);
  }

  private begin(lanes: string[], takes: number, load?: { region: string | undefined; step: Step }): void {
    const until = this.now + takes;
    const loads =
      load?.region === undefined ? undefined : { region: load.region, module: load.step.module.name };
    if (loads) {
      this.portTime += takes;
      this.holds[loads.region] = undefined;
    }
    this.busy.push({ lanes, until, ...(loads && { loads }) });
  }

  private mayStart(tasks: Task[], i: number): boolean {
    const { policy } = this.problem;
    const t = at(tasks, i);
    const before = tasks.slice(0, i);
    const done = (test: (u: Task) => boolean): boolean => before.every((u) => u.state === 'done' || !test(u));
    if (this.busy.some((b) => b.lanes.some((lane) => t.lanes.includes(lane)))) return false;
    // Every lane serves its tasks in path order.
    if (before.some((u) => u.state === 'waiting' && u.lanes.some((lane) => t.lanes.includes(lane))))
      return false;
    if (t.kind === 'load') return policy !== 'serial' || done((u) => u.kind !== 'load');
    if (t.region !== undefined && !done((u) => u.region === t.region)) return false;
    if (!done((u) => u.kind === 'compute')) return false;
    if (t.kind === 'check') return done((u) => u.kind === 'check');
    return policy === 'speculate' || done((u) => u.kind === 'check');
  }

  /** Loads that come next in their region whatever the open decisions are. */
  private startCommon(tasks: readonly Task[], steps: readonly Step[]): boolean {
    if (!steps.some((s) => s.decision && !this.ended.has(s.module.name))) return false;
    const rests = this.futures().map((f) => f.slice(steps.length));
    for (const step of at(rests, 0)) {
      const { place, name } = step.module;
      if (place.kind !== 'region') continue;
      const { region } = place;
      const first = (rest: readonly Step[]): string | undefined =>
        rest.find(({ module: { place: p } }) => p.kind === 'region' && p.region === region)?.module.name;
      if (!rests.every((r) => first(r) === name)) continue;
      const isThere =
        this.holds[region] === name && tasks.every((t) => t.region !== region || t.step.module.name === name);
      const isComing = this.busy.some((b) => b.loads?.region === region && b.loads.module === name);
      if (isThere || isComing) continue;
      const isWaiting = tasks.some(
        (t) => t.state !== 'done' && (t.region === region || (t.kind === 'load' && t.state === 'waiting')),
      );
      const lanes = [region, 'port'];
      if (isWaiting || this.busy.some((b) => b.lanes.some((l) => lanes.includes(l)))) return false;
      if (this.holds[region] === name) continue;
      this.begin(lanes, this.problem.loadNs[region] ?? NaN, { region, step });
      return true;
    }
    return false;
  }

  /** The possible continuations, for every set of cases at every open decision. */
  private futures(): Step[][] {
    const open: Decision[] = [];
    const visit = ({ decision }: ScheduledPath): void => {
      if (decision === undefined) return;
      if (!this.ended.has(decision.name) && !open.some((d) => d.name === decision.name)) open.push(decision);
      decision.cases.forEach(visit);
    };
    visit(this.problem);
    const found: Step[][] = [];
    const choose = (i: number, chosen: ReadonlyMap<string, readonly string[]>): void => {
      const decision = open[i];
      if (decision === undefined) {
        const ways = this.follow(this.problem, this.batch, 0, [], (d) => chosen.get(d.name) ?? []);
        found.push(this.merge(ways));
        return;
      }
      const names = decision.cases.map((c) => c.name);
      for (let set = 1; set < 2 ** names.length; set++) {
        const taken = names.filter((_, c) => ((set >> c) & 1) === 1);
        choose(i + 1, new Map([...chosen, [decision.name, taken]]));
      }
    };
    choose(0, new Map());
    return found;
  }
}

/** Names in text order, but each after everything that precedes it on any path. */
function orderOf(ways: readonly (readonly string[])[]): readonly string[] {
  const order: string[] = [];
  const all = [...new Set(ways.flat())];
  const isReady = (name: string): boolean =>
    ways.every((way) => way.slice(0, Math.max(0, way.indexOf(name))).every((b) => order.includes(b)));
  while (order.length < all.length) {
    const next = all.find((name) => !order.includes(name) && isReady(name));
    if (next === undefined) throw new Error('ways in opposite orders');
    order.push(next);
  }
  return order;
}
