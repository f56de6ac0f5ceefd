import type { ScheduledPath, ScheduledStage, ScheduleProblem } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';
import { Lanes } from './stationary';

/**
 * Decisions between paths simulated event by event, independently of the scheduler. At every event the list of tasks is
 * the known part of the input's path and, under `speculate`, the guessed part; batches of one.
 */
type Module = Pick<ScheduledStage, 'name' | 'place' | 'duration'>;

interface Step {
  module: Module;
  kind: 'compute' | 'check';
  /** The decision that is made here, and the choices before it. */
  decision?: NonNullable<ScheduledPath['decision']>;
}

interface Task {
  kind: 'load' | 'compute' | 'check';
  module: Module;
  step: Step;
  lanes: string[];
  region: string | undefined;
  takes: number;
  state: 'waiting' | 'running' | 'done';
  endsAt: number;
}

/** Choices by case name, in path order, and the exit at which the input leaves. */
export interface Draw {
  choices: readonly string[];
  exit?: string | undefined;
}

export class SwitchMachine extends Lanes {
  readonly log: { lanes: string[]; start: number; end: number }[] = [];

  constructor(private readonly problem: ScheduleProblem) {
    super();
    const firsts = new Map<string, string>();
    const visit = ({ stages, decision }: ScheduledPath): void => {
      for (const s of stages) for (const m of [s, ...(s.exits ?? [])]) note(m);
      if (decision) note(decision);
      decision?.cases.forEach(visit);
    };
    const note = ({ place, name }: Module): void => {
      if (place.kind === 'region' && !firsts.has(place.region)) firsts.set(place.region, name);
    };
    visit(problem);
    for (const [region, name] of firsts) this.holds[region] = name;
  }

  /** Runs one input along its path. Returns its latency. */
  pass({ choices, exit }: Draw): number {
    const begin = this.now;
    /** For each level, the decided case or (under `speculate`) the guessed one. */
    let made = this.guessed([]);
    const settled = new Set<number>();
    let tasks = this.tasksOf(this.steps(made));
    for (;;) {
      this.finish(tasks);
      // A decision is made when its check ends; after a wrong guess, guessed tasks that have not started are dropped.
      const checks = tasks.filter((t) => t.step.decision && t.kind === 'check');
      const level = checks.findIndex((t, l) => t.state === 'done' && !settled.has(l));
      const check = checks[level];
      if (check) {
        settled.add(level);
        const isOnWay = choices.slice(0, level).every((c, l) => made[l] === c);
        const decided = (isOnWay ? choices[level] : undefined) ?? made[level] ?? this.likeliest(check.step);
        if (made[level] === decided) continue;
        for (const l of settled) if (l > level) settled.delete(l);
        made = this.guessed([...made.slice(0, level), decided]);
        const kept = tasks.slice(0, tasks.indexOf(check) + 1);
        tasks = [...kept, ...this.tasksOf(this.steps(made)).slice(kept.length)];
        continue;
      }
      const goal =
        exit === undefined ? -1 : tasks.findIndex((t) => t.kind === 'check' && t.module.name === exit);
      const whole = checks.every((_, l) => settled.has(l));
      const needed = goal >= 0 ? tasks.slice(0, goal + 1) : tasks;
      if ((goal >= 0 || whole) && needed.every((t) => t.state === 'done')) return this.now - begin;
      if (this.startOne(tasks, made)) continue;
      if (this.busy.length === 0)
        throw new Error(`nothing can start: ${JSON.stringify([choices, exit, made])}`);
      this.now = Math.min(...this.busy.map((b) => b.until));
    }
  }

  private likeliest({ decision }: Step): string {
    const cases = decision?.cases ?? [];
    return cases.reduce((a, b) => (b.rate > a.rate ? b : a), at(cases, 0)).name;
  }

  private guessed(made: readonly string[]): string[] {
    if (this.problem.policy !== 'speculate') return [...made];
    const all = [...made];
    for (;;) {
      const open = this.steps(all).filter((s) => s.decision)[all.length];
      if (!open) return all;
      all.push(this.likeliest(open));
    }
  }

  /** Along the named cases, up to the first decision beyond them. */
  private steps(made: readonly string[]): Step[] {
    const steps: Step[] = [];
    let path: ScheduledPath | undefined = this.problem;
    for (let level = 0; path; level++) {
      for (const s of path.stages) {
        steps.push({ module: s, kind: 'compute' });
        s.exits?.forEach((e) => steps.push({ module: e, kind: 'check' }));
      }
      const decision: ScheduledPath['decision'] = path.decision;
      if (!decision) break;
      steps.push({ module: decision, kind: 'check', decision });
      path = decision.cases.find((c) => c.name === made[level]);
    }
    return steps;
  }

  private tasksOf(steps: readonly Step[]): Task[] {
    return steps.flatMap((step): Task[] => {
      const { module, kind } = step;
      const region = module.place.kind === 'region' ? module.place.region : undefined;
      const lane = region ?? (module.place.kind === 'cpu' ? 'cpu' : `static:${module.name}`);
      const common = { module, step, region, state: 'waiting' as const, endsAt: 0 };
      const { fixedNs, perInputNs } = module.duration;
      const work: Task = { kind, lanes: [lane], takes: fixedNs + perInputNs, ...common };
      if (region === undefined) return [work];
      const takes = this.problem.loadNs[region] ?? NaN;
      return [{ kind: 'load', lanes: [region, 'port'], takes, ...common }, work];
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
      if (this.holds[t.region] !== t.module.name || this.isLoading(t.region)) return;
      if (tasks.slice(0, i).every((u) => u.region !== t.region || u.state === 'done')) t.state = 'done';
    });
  }

  private isLoading(region: string): boolean {
    return this.busy.some((b) => b.loads?.region === region);
  }

  private startOne(tasks: Task[], made: readonly string[]): boolean {
    for (const [i, t] of tasks.entries()) {
      if (t.state !== 'waiting' || !this.mayStart(tasks, i)) continue;
      t.state = 'running';
      t.endsAt = this.now + t.takes;
      this.begin(t.lanes, t.takes, t.kind === 'load' ? t : undefined);
      this.finish(tasks);
      return true;
    }
    return this.problem.policy === 'overlap' && this.startCommon(tasks, made);
  }

  private begin(
    lanes: string[],
    takes: number,
    loading?: { region: string | undefined; module: Module },
  ): void {
    const until = this.now + takes;
    const loads =
      loading?.region === undefined ? undefined : { region: loading.region, module: loading.module.name };
    if (loads) {
      this.portTime += takes;
      this.holds[loads.region] = undefined;
    }
    this.busy.push({ lanes, until, ...(loads && { loads }) });
    this.log.push({ lanes, start: this.now, end: until });
  }

  private mayStart(tasks: Task[], i: number): boolean {
    const { policy } = this.problem;
    const t = at(tasks, i);
    const before = tasks.slice(0, i);
    const done = (test: (u: Task) => boolean): boolean => before.every((u) => u.state === 'done' || !test(u));
    if (this.busy.some((b) => b.lanes.some((lane) => t.lanes.includes(lane)))) return false;
    const isAhead = (u: Task): boolean =>
      u.state === 'waiting' && u.lanes.some((lane) => t.lanes.includes(lane));
    if (before.some(isAhead)) return false;
    if (t.kind === 'load') return policy !== 'serial' || done((u) => u.kind !== 'load');
    if (t.region !== undefined && !done((u) => u.region === t.region)) return false;
    if (!done((u) => u.kind === 'compute')) return false;
    if (t.kind === 'check') {
      const last = before.findLastIndex((u) => u.kind === 'compute');
      return before.slice(last + 1).every((u) => u.kind !== 'check' || u.state === 'done');
    }
    if (policy !== 'speculate') return done((u) => u.kind === 'check');
    return true;
  }

  /** Loads that are needed next in their region on every path still possible. */
  private startCommon(tasks: readonly Task[], made: readonly string[]): boolean {
    const ways = this.open(made);
    if (ways.length < 2) return false;
    const known = this.steps(made).length;
    const rests = ways.map((w) => this.steps(w).slice(known));
    for (const step of at(rests, 0)) {
      const { place, name } = step.module;
      if (place.kind !== 'region') continue;
      const { region } = place;
      const first = (steps: readonly Step[]): string | undefined =>
        steps.find(({ module: { place: p } }) => p.kind === 'region' && p.region === region)?.module.name;
      if (first(at(rests, 0)) !== name || !rests.every((r) => first(r) === name)) continue;
      const isThere =
        this.holds[region] === name && tasks.every((t) => t.region !== region || t.module.name === name);
      const isComing = this.busy.some((b) => b.loads?.region === region && b.loads.module === name);
      if (isThere || isComing) continue;
      const isWaiting = tasks.some(
        (t) => t.state !== 'done' && (t.region === region || (t.kind === 'load' && t.state === 'waiting')),
      );
      const lanes = [region, 'port'];
      if (isWaiting || this.busy.some((b) => b.lanes.some((l) => lanes.includes(l)))) return false;
      if (this.holds[region] === name) continue;
      const takes = this.problem.loadNs[region] ?? NaN;
      this.begin(lanes, takes, { region, module: step.module });
      return true;
    }
    return false;
  }

  /** All choices that start with those made. */
  private open(made: readonly string[]): string[][] {
    const found: string[][] = [];
    const visit = ({ decision }: ScheduledPath, chosen: string[]): void => {
      if (!decision) {
        if (made.every((c, i) => chosen[i] === c)) found.push(chosen);
        return;
      }
      for (const c of decision.cases) visit(c, [...chosen, c.name]);
    };
    visit(this.problem, []);
    return found;
  }
}
