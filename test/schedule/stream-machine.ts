import type { ScheduleProblem } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';
import { along, inputBuffer, likeliest, reads, type Step, textOrder, waysFrom } from './stream-ways';

/**
 * A stream of inputs simulated event by event, independently of the scheduler: at every event, in input order, each task
 * of each input that is under way is checked for whether it may start. Written from the rules of the timeline; slow and
 * simple. Batches of one.
 */
export interface Draw {
  /** Cases by name, in path order. */
  readonly choices: readonly string[];
  readonly exit?: string | undefined;
}

/** What happened to one input. */
export interface Passage {
  issued: number;
  left: number;
}

export interface Logged {
  readonly input: number;
  readonly kind: 'load' | 'compute' | 'check';
  readonly module: string;
  readonly lanes: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** A step of an input; one of a path that turned out not to be taken runs to its end if it has begun. */
interface Task {
  readonly step: Step;
  state: 'waiting' | 'running' | 'done';
  loaded: boolean;
  end: number;
}

interface Running {
  readonly input: Input;
  readonly task: Task;
  readonly kind: 'load' | 'compute' | 'check';
  readonly lanes: readonly string[];
  readonly end: number;
}

/** A value in a buffer, until it is read. */
interface Value {
  readonly input: Input;
  readonly producer: string;
}

class Input {
  tasks: Task[] = [];
  /** Cases decided, or guessed under `speculate`. */
  made: string[] = [];
  readonly decided = new Set<number>();
  readonly passage: Passage = { issued: NaN, left: NaN };
  /** Tasks of paths not taken that had begun. */
  vain: Task[] = [];

  constructor(
    readonly number: number,
    readonly draw: Draw,
    readonly arrives: number,
  ) {}

  get issued(): boolean {
    return !Number.isNaN(this.passage.issued);
  }

  get hasLeft(): boolean {
    return !Number.isNaN(this.passage.left);
  }
}

export class StreamMachine {
  readonly log: Logged[] = [];
  private now = 0;
  private running: Running[] = [];
  private readonly inputs: Input[] = [];
  /** All inputs before this one have left. */
  private first = 0;
  /** What each region holds or is being loaded with. */
  readonly holds = new Map<string, string>();
  /** Values by producer, oldest first. */
  private readonly values = new Map<string, Value[]>();
  private readonly ways: readonly (readonly Step[])[];

  constructor(private readonly problem: ScheduleProblem) {
    this.ways = waysFrom(this.problem, []);
    for (const { place, name } of textOrder(problem)) {
      if (place.kind === 'region' && !this.holds.has(place.region)) this.holds.set(place.region, name);
    }
  }

  /** Runs inputs back to back, or as they arrive. */
  stream(draws: readonly Draw[], everyNs = 0): readonly Passage[] {
    draws.forEach((draw, i) => {
      const input = new Input(i, draw, i * everyNs);
      this.plan(input, []);
      this.inputs.push(input);
    });
    for (;;) {
      this.collect();
      while (this.step()) this.collect();
      if (this.first === this.inputs.length) return this.inputs.map((i) => i.passage);
      const times = [
        ...this.running.map((r) => r.end),
        ...this.underWay().flatMap((i) => (i.arrives > this.now ? [i.arrives] : [])),
      ];
      if (times.length === 0) throw new Error('nothing can start');
      this.now = Math.min(...times);
    }
  }

  /** Of a single input, from home. */
  latency(draw: Draw): number {
    return at(this.stream([draw]), 0).left;
  }

  private collect(): void {
    for (const r of this.running) {
      if (r.end > this.now) continue;
      if (r.kind === 'load') r.task.loaded = true;
      else r.task.state = 'done';
    }
    this.running = this.running.filter((r) => r.end > this.now);
    for (const input of this.underWay()) {
      while (this.decide(input));
      this.leave(input);
    }
    while (this.inputs[this.first]?.hasLeft) this.first++;
  }

  /** Those that have not left, and the next to be issued. */
  private underWay(): readonly Input[] {
    let next = this.first;
    while (this.inputs[next]?.issued) next++;
    return this.inputs.slice(this.first, next + 1);
  }

  /** Makes the first decision that is due. */
  private decide(input: Input): boolean {
    const decisions = input.tasks.filter((t) => t.step.decision);
    const level = decisions.findIndex((t, l) => t.state === 'done' && !input.decided.has(l));
    const task = decisions[level];
    if (task === undefined) return false;
    input.decided.add(level);
    const { choices } = input.draw;
    const onWay = choices.slice(0, level).every((c, l) => input.made[l] === c);
    const taken = (onWay ? choices[level] : undefined) ?? input.made[level] ?? likeliest(task.step);
    if (input.made[level] === taken) return true;
    for (const l of input.decided) if (l > level) input.decided.delete(l);
    const kept = input.tasks.indexOf(task) + 1;
    const others = input.tasks.slice(kept);
    this.plan(input, [...input.made.slice(0, level), taken], kept);
    input.vain.push(...others.filter((t) => t.state !== 'waiting' && !input.tasks.includes(t)));
    return true;
  }

  /** The input's tasks along its cases; tasks so far are kept. */
  private plan(input: Input, made: readonly string[], kept = 0): void {
    input.made = this.guess(made);
    const steps = along(this.problem, input.made);
    input.tasks = steps.map(
      (step, i) =>
        (i < kept ? input.tasks[i] : undefined) ?? { step, state: 'waiting', loaded: false, end: 0 },
    );
  }

  private leave(input: Input): void {
    if (input.hasLeft) return;
    const last = this.lastOf(input);
    if (last >= 0 && input.tasks.slice(0, last + 1).every((t) => t.state === 'done'))
      input.passage.left = this.now;
  }

  /** Position of the last step that the input takes; -1 while that is not decided. */
  private lastOf(input: Input): number {
    const exit = input.tasks.findIndex((t) => t.step.module.name === input.draw.exit);
    const decisions = input.tasks.filter((t) => t.step.decision);
    const before = decisions.filter((t) => exit < 0 || input.tasks.indexOf(t) < exit);
    if (!before.every((_, l) => input.decided.has(l))) return -1;
    return exit >= 0 ? exit : input.tasks.length - 1;
  }

  private step(): boolean {
    for (const input of this.underWay()) {
      if (input.hasLeft) continue;
      if (!input.issued) {
        const lane = at(at(this.ways, 0), 0).lane;
        if (!this.isFree(lane, input)) return false;
        input.passage.issued = this.now;
        return true;
      }
      for (const [i, task] of input.tasks.entries()) {
        if (task.state === 'waiting' && this.mayRun(input, i)) {
          this.begin(input, task, task.step.isCheck ? 'check' : 'compute');
          return true;
        }
      }
      if (this.startLoad(input)) return true;
    }
    return false;
  }

  private mayRun(input: Input, place: number): boolean {
    const { step } = at(input.tasks, place);
    const before = input.tasks.slice(0, place);
    const ended = (test: (t: Task) => boolean) => before.every((t) => t.state === 'done' || !test(t));
    if (!this.isFree(step.lane, input) || !ended((t) => t.step.lane === step.lane)) return false;
    if (step.region !== undefined && this.holds.get(step.region) !== step.module.name) return false;
    const isFirst = before.every((t) => t.step.isCheck);
    if (isFirst && (input.arrives > this.now || !this.hasRoom(inputBuffer, input))) return false;
    if (step.isCheck) return ended(() => true);
    if (!this.hasRoom(step.module.name, input)) return false;
    return ended((t) => this.problem.policy !== 'speculate' || !t.step.isCheck);
  }

  /** Begins the input's next load, if it needs one and it may start. */
  private startLoad(input: Input): boolean {
    if (!this.isFree('port', input)) return false;
    const { policy } = this.problem;
    const tasks = input.tasks.map((task) => ({ task, sure: true }));
    const open = input.tasks.findIndex((t) => t.step.decision && t.state !== 'done');
    if (policy === 'overlap' && open >= 0 && open === input.tasks.length - 1) {
      for (const step of this.common(input))
        tasks.push({ task: { step, state: 'waiting', loaded: false, end: 0 }, sure: false });
    }
    const held = new Map(this.holds);
    for (const [i, { task }] of tasks.entries()) {
      const { region, module } = task.step;
      if (region === undefined || task.state !== 'waiting') continue;
      const isNext = tasks.slice(0, i).every((t) => t.task.step.region !== region || t.task.state === 'done');
      if (held.get(region) === module.name) continue;
      if (!isNext || !this.isFree(region, input)) return false;
      if (policy === 'serial' && !tasks.slice(0, i).every((t) => t.task.state === 'done')) return false;
      this.begin(input, task, 'load');
      return true;
    }
    return false;
  }

  /** Steps whose load every case of the open decision needs next in its region, in the order of the first case. */
  private common(input: Input): readonly Step[] {
    const behind = waysFrom(this.problem, input.made).map((way) => way.slice(input.tasks.length));
    const firsts = behind.map((way) => {
      const found = new Map<string, Step>();
      for (const s of way) if (s.region !== undefined && !found.has(s.region)) found.set(s.region, s);
      return found;
    });
    return [...at(firsts, 0)].flatMap(([region, step]) =>
      firsts.every((f) => f.get(region)?.module.name === step.module.name) ? [step] : [],
    );
  }

  private begin(input: Input, task: Task, kind: Running['kind']): void {
    const { region, lane, module } = task.step;
    const lanes = kind === 'load' ? [lane, 'port'] : [lane];
    const { fixedNs, perInputNs } = module.duration;
    const takes = kind === 'load' ? (this.problem.loadNs[region ?? ''] ?? NaN) : fixedNs + perInputNs;
    if (kind === 'load') this.holds.set(lane, module.name);
    else task.state = 'running';
    if (kind === 'compute') this.store(module.name, input);
    // A check in front of the first stage reads the input too.
    if (kind !== 'load' && input.tasks.every((t) => t === task || t.state === 'waiting'))
      this.store(inputBuffer, input);
    const end = this.now + takes;
    task.end = end;
    this.running.push({ input, task, kind, lanes, end });
    this.log.push({ input: input.number, kind, module: module.name, lanes, start: this.now, end });
    this.collect();
  }

  private store(producer: string, input: Input): void {
    const values = this.values.get(producer) ?? [];
    this.values.set(producer, values);
    if (!values.some((v) => v.input === input)) values.push({ input, producer });
    while (values.length > 2 && this.isRead(at(values, 0))) values.shift();
  }

  /** Whether one of the two buffers is free for this input's value. */
  private hasRoom(producer: string, input: Input): boolean {
    const before = (this.values.get(producer) ?? []).filter((v) => v.input !== input);
    return before.slice(0, -1).every((v) => this.isRead(v));
  }

  /** Whether a value was made, nothing reads it, and nothing can come to read it on any path that is still open. */
  private isRead({ input, producer }: Value): boolean {
    const uses = (r: Running) =>
      r.kind !== 'load' && (r.task.step.module.name === producer || reads(r.task.step, producer));
    if (this.running.some((r) => r.input === input && uses(r))) return false;
    if (input.hasLeft) return true;
    return this.openWays(input).every((way) => {
      const makes = way.findLast((s) => !s.isCheck)?.module.name;
      // What the last stage makes is read when the input leaves.
      if (makes === producer) return false;
      return this.ahead(input, way).every((s) => !reads(s, producer));
    });
  }

  /** Whether a lane is this input's: nothing runs there, and no earlier input can come to it any more. */
  private isFree(lane: string, input: Input): boolean {
    if (this.running.some((r) => r.lanes.includes(lane))) return false;
    return this.inputs.slice(this.first, input.number).every((earlier) => {
      if (earlier.hasLeft) return true;
      if (!earlier.issued) return false;
      return this.futures(earlier).every((steps) =>
        lane === 'port' ? !this.needsLoad(steps) : steps.every((s) => s.lane !== lane),
      );
    });
  }

  /** Steps that an input may still come to and has not begun, along each path that is possible for all that is decided. */
  private futures(input: Input): readonly (readonly Step[])[] {
    return this.openWays(input).map((way) => this.ahead(input, way));
  }

  private openWays(input: Input): readonly (readonly Step[])[] {
    const level = input.tasks.filter((t) => t.step.decision).findIndex((_, l) => !input.decided.has(l));
    return waysFrom(this.problem, level < 0 ? input.made : input.made.slice(0, level));
  }

  /** Steps of a path that have not begun. Behind the point where it leaves the presumed one, none has. */
  private ahead(input: Input, way: readonly Step[]): readonly Step[] {
    const parts = way.findIndex((s, i) => s.module.name !== input.tasks[i]?.step.module.name);
    return way.filter((_, i) => (parts >= 0 && i >= parts) || input.tasks[i]?.state === 'waiting');
  }

  private needsLoad(steps: readonly Step[]): boolean {
    const held = new Map(this.holds);
    return steps.some(({ region, module }) => {
      if (region === undefined) return false;
      const needed = held.get(region) !== module.name;
      held.set(region, module.name);
      return needed;
    });
  }

  private guess(made: readonly string[]): string[] {
    const all = [...made];
    while (this.problem.policy === 'speculate') {
      const open = along(this.problem, all).filter((s) => s.decision)[all.length];
      if (open === undefined) break;
      all.push(likeliest(open));
    }
    return all;
  }
}
