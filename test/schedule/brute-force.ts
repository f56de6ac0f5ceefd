import { at } from '../../server/src/schedule/at';
import type { Policy, ScheduledStage, ScheduleProblem } from '../../server/src/schedule';
import { Lanes } from './stationary';

/**
 * The timeline rules simulated event by event, independently of the scheduler: at every event each task of the path is
 * checked for whether it may start. Slow and simple. Batches of one, back to back.
 */
interface Task {
  kind: 'load' | 'compute' | 'check';
  module: string;
  lanes: string[];
  region: string | undefined;
  stage: number;
  takes: number;
  state: 'waiting' | 'running' | 'done';
  endsAt: number;
}

type Module = Pick<ScheduledStage, 'name' | 'place' | 'duration'>;

export class Machine extends Lanes {
  /** Every task that ran, for checks on the lanes. */
  readonly log: { lanes: string[]; start: number; end: number }[] = [];

  constructor(private readonly problem: ScheduleProblem) {
    super();
    for (const stage of [...problem.stages].reverse()) {
      for (const m of [...[...(stage.exits ?? [])].reverse(), stage]) {
        if (m.place.kind === 'region') this.holds[m.place.region] = m.name;
      }
    }
  }

  /** Runs one input that leaves at the named exit or takes the whole path. Returns its latency. */
  pass(leavesAt: string | undefined): number {
    const begin = this.now;
    const tasks = this.tasks();
    const goal = tasks.findIndex((t) => t.kind === 'check' && t.module === leavesAt);
    const needed = goal === -1 ? tasks : tasks.slice(0, goal + 1);
    for (;;) {
      this.finish(tasks);
      if (needed.every((t) => t.state === 'done')) return this.now - begin;
      if (!this.startOne(tasks)) this.now = Math.min(...this.busy.map((b) => b.until));
    }
  }

  private tasks(): Task[] {
    const list: Task[] = [];
    const add = (kind: 'compute' | 'check', m: Module, stage: number): void => {
      const region = m.place.kind === 'region' ? m.place.region : undefined;
      const lane = region ?? (m.place.kind === 'cpu' ? 'cpu' : `static:${m.name}`);
      const common = { module: m.name, region, stage, state: 'waiting' as const, endsAt: 0 };
      if (region !== undefined) {
        const takes = this.problem.loadNs[region] ?? Number.NaN;
        list.push({ kind: 'load', takes, lanes: [region, 'port'], ...common });
      }
      list.push({ kind, takes: m.duration.fixedNs + m.duration.perInputNs, lanes: [lane], ...common });
    };
    this.problem.stages.forEach((s, i) => {
      add('compute', s, i);
      s.exits?.forEach((e) => add('check', e, i));
    });
    return list;
  }

  private finish(tasks: Task[]): void {
    for (const b of this.busy) {
      if (b.until <= this.now && b.loads) this.holds[b.loads.region] = b.loads.module;
    }
    this.busy = this.busy.filter((b) => b.until > this.now);
    for (const t of tasks) if (t.state === 'running' && t.endsAt <= this.now) t.state = 'done';
    // A load takes no time if the region holds the module when its turn comes.
    tasks.forEach((t, i) => {
      if (
        t.kind !== 'load' ||
        t.state !== 'waiting' ||
        t.region === undefined ||
        this.holds[t.region] !== t.module
      )
        return;
      const loading = this.busy.some((b) => b.loads?.region === t.region);
      if (!loading && allBefore(tasks, i, (u) => u.region !== t.region || u.state === 'done'))
        t.state = 'done';
    });
  }

  private startOne(tasks: Task[]): boolean {
    for (const [i, t] of tasks.entries()) {
      if (t.state !== 'waiting' || !this.mayStart(tasks, i, this.problem.policy)) continue;
      t.state = 'running';
      t.endsAt = this.now + t.takes;
      const { lanes, region } = t;
      const loads = t.kind === 'load' && region !== undefined ? { region, module: t.module } : undefined;
      if (loads) {
        this.portTime += t.takes;
        this.holds[loads.region] = undefined;
      }
      this.busy.push({ lanes, until: t.endsAt, ...(loads && { loads }) });
      this.log.push({ lanes, start: this.now, end: t.endsAt });
      this.finish(tasks);
      return true;
    }
    return false;
  }

  private mayStart(tasks: Task[], i: number, policy: Policy): boolean {
    const t = at(tasks, i);
    const done = (test: (u: Task) => boolean): boolean =>
      allBefore(tasks, i, (u) => u.state === 'done' || !test(u));
    if (this.busy.some((b) => b.lanes.some((lane) => t.lanes.includes(lane)))) return false;
    // Every lane serves the tasks of a path in path order.
    const turn = (u: Task): boolean =>
      u.state !== 'waiting' || !u.lanes.some((lane) => t.lanes.includes(lane));
    if (!allBefore(tasks, i, turn)) return false;
    if (t.kind === 'load') return policy !== 'serial' || done((u) => u.kind !== 'load');
    if (t.region !== undefined && !done((u) => u.region === t.region)) return false;
    if (!done((u) => u.kind === 'compute')) return false;
    if (t.kind === 'check') return done((u) => u.kind === 'check' && u.stage === t.stage);
    return policy === 'speculate' || done((u) => u.kind === 'check');
  }
}

function allBefore(tasks: readonly Task[], i: number, test: (u: Task) => boolean): boolean {
  for (let j = 0; j < i; j++) if (!test(at(tasks, j))) return false;
  return true;
}

/** Names in text order, but each after everything that precedes it on any path. */
export function orderOf(ways: readonly (readonly string[])[]): readonly string[] {
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
