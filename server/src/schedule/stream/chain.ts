/**
 * Steady state of a Markov chain. Example with two outcomes of probability 0.25 and 0.75, next = [1, 2, 1, 1, 2, 3, 2, 2]:
 *
 * ```
 *       ┌─ 0.25 ─► 1 (stays)                    closed class {1}, reached with 0.25: share 0.25
 * start 0
 *       └─ 0.75 ─► 2 (0.25 stays) ⇄ 3           closed class {2, 3}, reached with 0.75: 2 has 4/7 of it, 3 has 3/7
 *
 * longRunShares → [0, 0.25, 0.429, 0.321]
 * ```
 */
import { at } from '../at';

/**
 * A Markov chain whose steps are drawn from one list of outcomes with the same probabilities in every state; outcome o of
 * state s leads to next[s · outcomes + o]. It starts in state 0.
 */
export interface Chain {
  readonly states: number;
  /** Positive, summing to 1. */
  readonly probability: readonly number[];
  readonly next: readonly number[];
}

/** Up to this many states the shares are solved directly, in states³ / 3 steps. */
const DIRECT_LIMIT = 200;
const TOLERANCE = 1e-13;
const MAX_SWEEPS = 20_000;
/** Slight damping: plain Gauss–Seidel can cycle forever on a periodic chain. */
const RELAXATION = 0.95;

/**
 * Long-run share of each state, 0 for transient ones; undefined if an iteration does not converge. If there are several
 * closed classes, each is weighted with the probability of ending up in it.
 */
export function longRunShares(chain: Chain): Float64Array | undefined {
  const shares = new Float64Array(chain.states);
  const { classes, classOf } = closedClasses(chain);
  const reached = classes.length === 1 ? [1] : absorption(chain, classes.length, classOf);
  if (reached === undefined) return undefined;
  for (const [c, members] of classes.entries()) {
    const local = members.length <= DIRECT_LIMIT ? solveDirectly(chain, members) : relax(chain, members);
    if (local === undefined) return undefined;
    members.forEach((s, i) => (shares[s] = (reached[c] ?? 0) * (local[i] ?? 0)));
  }
  return shares;
}

/** Closed classes: strongly connected components without a way out (Tarjan 1972, without recursion). */
function closedClasses(chain: Chain): { classes: number[][]; classOf: Int32Array } {
  const { states, next } = chain;
  const width = chain.probability.length;
  const index = new Int32Array(states).fill(-1);
  const low = new Int32Array(states);
  const onStack = new Uint8Array(states);
  const component = new Int32Array(states).fill(-1);
  const edge = new Int32Array(states);
  const stack: number[] = [];
  const path: number[] = [];
  const classes: number[][] = [];
  const classOf = new Int32Array(states).fill(-1);
  let visited = 0;
  let components = 0;
  const enter = (s: number): void => {
    index[s] = low[s] = visited++;
    stack.push(s);
    onStack[s] = 1;
    path.push(s);
  };
  enter(0);
  while (path.length > 0) {
    const s = at(path, path.length - 1);
    const e = at(edge, s);
    if (e < width) {
      edge[s] = e + 1;
      const t = at(next, s * width + e);
      if (index[t] === -1) enter(t);
      else if (onStack[t] === 1) low[s] = Math.min(at(low, s), at(index, t));
      continue;
    }
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) low[parent] = Math.min(at(low, parent), at(low, s));
    if (low[s] !== index[s]) continue;
    const members = stack.splice(stack.lastIndexOf(s));
    for (const m of members) {
      onStack[m] = 0;
      component[m] = components;
    }
    const closed = members.every((m) => {
      for (let o = 0; o < width; o++) if (component[at(next, m * width + o)] !== components) return false;
      return true;
    });
    if (closed) {
      for (const m of members) classOf[m] = classes.length;
      classes.push(members);
    }
    components++;
  }
  return { classes, classOf };
}

/** Probability of ending up in each closed class, by following the probability mass still outside them. */
function absorption(chain: Chain, classes: number, classOf: Int32Array): number[] | undefined {
  const { probability, next, states } = chain;
  const reached = new Array<number>(classes).fill(0);
  let mass = new Float64Array(states);
  mass[0] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    const moved = new Float64Array(states);
    let outside = 0;
    for (let s = 0; s < states; s++) {
      const m = at(mass, s);
      if (m === 0) continue;
      const c = at(classOf, s);
      if (c >= 0) {
        reached[c] = (reached[c] ?? 0) + m;
        continue;
      }
      outside += m;
      probability.forEach((p, o) => {
        const t = at(next, s * probability.length + o);
        moved[t] = at(moved, t) + m * p;
      });
    }
    if (outside < TOLERANCE) return reached;
    mass = moved;
  }
  return undefined;
}

/** State reduction by Grassmann, Taksar and Heyman (1985): without subtraction, so without cancellation. */
function solveDirectly(chain: Chain, members: readonly number[]): Float64Array {
  const { probability, next } = chain;
  const n = members.length;
  const local = new Map(members.map((s, i) => [s, i]));
  const p = new Float64Array(n * n);
  members.forEach((s, i) => {
    probability.forEach((q, o) => {
      const cell = i * n + (local.get(at(next, s * probability.length + o)) ?? 0);
      p[cell] = at(p, cell) + q;
    });
  });
  for (let k = n - 1; k > 0; k--) {
    let out = 0;
    for (let j = 0; j < k; j++) out += at(p, k * n + j);
    for (let i = 0; i < k; i++) {
      const f = at(p, i * n + k) / out;
      p[i * n + k] = f;
      if (f === 0) continue;
      for (let j = 0; j < k; j++) p[i * n + j] = at(p, i * n + j) + f * at(p, k * n + j);
    }
  }
  const share = new Float64Array(n);
  share[0] = 1;
  for (let k = 1; k < n; k++) {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += at(share, i) * at(p, i * n + k);
    share[k] = sum;
  }
  return normalise(share);
}

function relax(chain: Chain, members: readonly number[]): Float64Array | undefined {
  const { probability, next } = chain;
  const n = members.length;
  const local = new Map(members.map((s, i) => [s, i]));
  const stay = new Float64Array(n);
  const sources: number[][] = members.map(() => []);
  const weights: number[][] = members.map(() => []);
  members.forEach((s, i) => {
    probability.forEach((q, o) => {
      const j = local.get(at(next, s * probability.length + o)) as number;
      if (i === j) {
        stay[i] = at(stay, i) + q;
      } else {
        sources[j]?.push(i);
        weights[j]?.push(q);
      }
    });
  });
  const share = new Float64Array(n).fill(1 / n);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let change = 0;
    for (let j = 0; j < n; j++) {
      const from = at(sources, j);
      const weight = at(weights, j);
      let sum = 0;
      for (let e = 0; e < from.length; e++) sum += at(share, at(from, e)) * at(weight, e);
      const old = at(share, j);
      const now = old + RELAXATION * (sum / (1 - at(stay, j)) - old);
      change += Math.abs(now - old);
      share[j] = now;
    }
    normalise(share);
    if (change < TOLERANCE * n) return share;
  }
  return undefined;
}

function normalise(share: Float64Array): Float64Array {
  const sum = share.reduce((a, b) => a + b, 0);
  for (let i = 0; i < share.length; i++) share[i] = at(share, i) / sum;
  return share;
}
