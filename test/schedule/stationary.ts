/** Steady state of a brute-force machine, over every reachable state, weighted by frequency. */

export interface Busy {
  lanes: string[];
  until: number;
  loads?: { region: string; module: string };
}

/** State left by an input when the next one starts: contents of regions, and lanes still busy. */
export class Lanes {
  readonly holds: Record<string, string | undefined> = {};
  now = 0;
  portTime = 0;
  protected busy: Busy[] = [];

  /** The state as text, with times relative to now. */
  state(): string {
    for (const b of this.busy)
      if (b.until <= this.now && b.loads) this.holds[b.loads.region] = b.loads.module;
    const busy = this.busy.filter((b) => b.until > this.now);
    const later = busy.map((b) => ({ ...b, until: b.until - this.now }));
    return JSON.stringify([Object.entries(this.holds).sort(), later]);
  }

  /** Continues from a state, at time 0. */
  resume(state: string): void {
    const [holds, busy] = JSON.parse(state) as [[string, string | null][], Busy[]];
    for (const [region, module] of holds) this.holds[region] = module ?? undefined;
    this.busy = busy;
    this.now = 0;
    this.portTime = 0;
  }
}

/** A possible next input with its share; all shares add up to 1. */
interface Next {
  readonly share: number;
  readonly pass: () => void;
}

interface Passage {
  readonly next: string;
  readonly share: number;
  readonly time: number;
  readonly port: number;
}

/** Mean time from one pass to the next, and the part of it during which the port is busy. */
export function stationary(machine: Lanes, all: readonly Next[]): { period: number; port: number } {
  const home = machine.state();
  const leaving = new Map<string, readonly Passage[]>();
  for (const open = [home]; open.length > 0;) {
    const state = open.pop() ?? home;
    if (leaving.has(state)) continue;
    const passages = all.map(({ share, pass }): Passage => {
      machine.resume(state);
      pass();
      return { next: machine.state(), share, time: machine.now, port: machine.portTime };
    });
    leaving.set(state, passages);
    open.push(...passages.map((p) => p.next));
  }
  let shares = new Map([[home, 1]]);
  let [period, port] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Map<string, number>();
    const add = (state: string, share: number) => next.set(state, (next.get(state) ?? 0) + share);
    [period, port] = [0, 0];
    for (const [state, share] of shares) {
      // Half stays: a periodic chain would never converge.
      add(state, share / 2);
      for (const p of leaving.get(state) ?? []) {
        add(p.next, (share * p.share) / 2);
        period += share * p.share * p.time;
        port += share * p.share * p.port;
      }
    }
    shares = next;
  }
  return { period, port };
}

/** By then the slowest mode of these small chains has decayed far below a millionth. */
const ROUNDS = 400;
