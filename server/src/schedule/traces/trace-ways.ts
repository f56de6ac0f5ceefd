/** Rates of a design with switches, counted sample by sample along the path that each takes. */
import type { Share } from '../../base/units';
import { at } from '../at';
import type { ScheduledPath } from '../problem/problem';
import type { SparseTrace } from './trace';
import { type ExitRule, type LeavingShare, absentValues, traceValues } from './trace-rates';

/** What the exits and ends of paths are called in a trace. */
export interface WayNames {
  /** The rule of an exit, without its column; undefined if it has none. */
  readonly ruleOf: (exit: string) => Omit<ExitRule, 'column'> | undefined;
  /** The name in the trace of the end of the network after a stage. */
  readonly endOf: (stage: string) => string;
}

export interface WayRates {
  /** Samples with all rows on their path; the others are not counted. */
  readonly samples: number;
  /** Every exit on any path, by name. */
  readonly exits: ReadonlyMap<string, LeavingShare>;
  readonly end: LeavingShare;
  readonly accuracy: Share;
  /** For each switch, the share of its samples that take each case; absent if it gets no samples. */
  readonly cases: ReadonlyMap<string, readonly Share[]>;
  /** A row missing from a sample, if any is. */
  readonly gap?: string;
}

/** Why a trace does not fit a design, and the exit at fault. */
export interface WayFault {
  readonly message: string;
  readonly exit?: string;
}

interface Count {
  leaving: number;
  right: number;
}

/**
 * Counts rates over a trace. A row whose `exit` is a switch has the sample's case in `pred`: the name of the case, or its
 * number in text order from 0, which is the predicted class of a gate with one unit per case.
 */
export function traceWays(trace: SparseTrace, path: ScheduledPath, names: WayNames): WayRates | WayFault {
  const exits = new Map<string, Count>();
  const cases = new Map<string, number[]>();
  const end: Count = { leaving: 0, right: 0 };
  const root = prepare(trace, path, names, exits, cases);
  if ('message' in root) return root;
  let left = 0;
  let gap: string | undefined;
  for (let s = 0; s < trace.sampleCount; s++) {
    const leaves = follow(trace, root, s, end);
    if ('message' in leaves) return leaves;
    if ('gap' in leaves) {
      left++;
      gap ??= `sample ${trace.sampleName(s)} has no row for ${leaves.gap}`;
      continue;
    }
    leaves.count.leaving++;
    leaves.count.right += at(trace.correct, leaves.cell);
    for (const [place, index] of leaves.taken) place[index] = (place[index] ?? 0) + 1;
  }
  const samples = trace.sampleCount - left;
  if (samples === 0) return { message: `no sample has all rows on its path: ${gap ?? ''}` };
  const share = ({ leaving, right }: Count): LeavingShare => ({
    rate: leaving / samples,
    accuracy: leaving === 0 ? null : right / leaving,
  });
  const right = [...exits.values(), end].reduce((sum, c) => sum + c.right, 0);
  return {
    samples,
    exits: new Map([...exits].map(([name, count]) => [name, share(count)])),
    end: share(end),
    accuracy: right / samples,
    cases: new Map([...cases].map(([name, counts]) => [name, sharesOf(counts)])),
    ...(gap !== undefined && { gap: `${gap}; ${left} of ${trace.sampleCount} samples are left out` }),
  };
}

function sharesOf(counts: readonly number[]): readonly Share[] {
  const all = counts.reduce((a, b) => a + b, 0);
  return all === 0 ? [] : counts.map((c) => c / all);
}

/** A path with its columns in the trace. */
interface Node {
  readonly exits: readonly {
    readonly name: string;
    readonly column: number;
    readonly values: Float64Array;
    readonly rule: Omit<ExitRule, 'column'>;
    readonly count: Count;
  }[];
  readonly end: { readonly name: string; readonly column: number };
  readonly decision?: {
    readonly name: string;
    readonly column: number;
    readonly names: readonly string[];
    readonly counts: number[];
    readonly cases: readonly Node[];
  };
}

function prepare(
  trace: SparseTrace,
  { exits: first = [], stages, decision }: ScheduledPath,
  names: WayNames,
  exits: Map<string, Count>,
  cases: Map<string, number[]>,
): Node | WayFault {
  const found: Node['exits'][number][] = [];
  for (const { name } of [...first, ...stages.flatMap((s) => s.exits ?? [])]) {
    const rule = names.ruleOf(name);
    if (rule === undefined)
      return { message: 'it has no `when`, so it is not known which samples leave', exit: name };
    const column = trace.exits.indexOf(name);
    if (column === -1) return { message: `the trace has no exit '${name}'`, exit: name };
    const measured = { criterion: rule.criterion, column };
    const values = traceValues(trace, measured);
    if (values === undefined) return { message: absentValues(trace, [measured]) ?? '', exit: name };
    const count = exits.get(name) ?? { leaving: 0, right: 0 };
    exits.set(name, count);
    found.push({ name, column, values, rule, count });
  }
  if (decision === undefined) {
    const name = names.endOf(stages.at(-1)?.name ?? '');
    const column = trace.exits.indexOf(name);
    if (column === -1) return { message: `the trace has no rows for the end of the network, '${name}'` };
    return { exits: found, end: { name, column } };
  }
  const column = trace.exits.indexOf(decision.name);
  if (column === -1) {
    const message = `the trace does not say which case of switch '${decision.name}' a sample takes: it needs rows with '${decision.name}' as exit and the case as pred`;
    return { message };
  }
  const counts = cases.get(decision.name) ?? decision.cases.map(() => 0);
  cases.set(decision.name, counts);
  const nodes: Node[] = [];
  for (const way of decision.cases) {
    const node = prepare(trace, way, names, exits, cases);
    if ('message' in node) return node;
    nodes.push(node);
  }
  const caseNames = decision.cases.map((c) => c.name);
  const { name } = decision;
  return {
    exits: found,
    end: { name, column },
    decision: { name, column, names: caseNames, counts, cases: nodes },
  };
}

interface Leaving {
  readonly count: Count;
  /** Of the row with which the sample leaves. */
  readonly cell: number;
  readonly taken: readonly (readonly [counts: number[], index: number])[];
}

function follow(
  trace: SparseTrace,
  root: Node,
  sample: number,
  end: Count,
): Leaving | { readonly gap: string } | WayFault {
  const cellAt = (column: number): number => column * trace.sampleCount + sample;
  const taken: [number[], number][] = [];
  for (let node = root; ;) {
    for (const { name, column, values, rule, count } of node.exits) {
      const cell = cellAt(column);
      if (at(trace.present, cell) === 0) return { gap: name };
      const value = at(values, cell);
      const isLeaving = rule.comparison === '>=' ? value >= rule.threshold : value <= rule.threshold;
      if (isLeaving) return { count, cell, taken };
    }
    const { decision } = node;
    const cell = cellAt(node.end.column);
    if (at(trace.present, cell) === 0) return { gap: node.end.name };
    if (decision === undefined) return { count: end, cell, taken };
    const said = trace.pred(cell);
    const named = decision.names.indexOf(said);
    const index = named >= 0 ? named : /^\d+$/.test(said) ? Number(said) : -1;
    const next = decision.cases[index];
    if (next === undefined) {
      const known = decision.names.join(', ');
      return {
        message: `sample ${trace.sampleName(sample)} takes case '${said}' at switch '${decision.name}', which has the cases ${known}`,
      };
    }
    taken.push([decision.counts, index]);
    node = next;
  }
}
