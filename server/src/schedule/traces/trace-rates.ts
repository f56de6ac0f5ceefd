import { at } from '../at';
import type { Share } from '../../base/units';
import type { Criterion } from '../../semantics/design';
import type { Trace } from './trace';

/** When an input leaves at an exit. */
export interface ExitRule {
  /** Which of the trace's exits: see `bindTrace`. */
  readonly column: number;
  readonly criterion: Criterion;
  readonly comparison: '>=' | '<=';
  readonly threshold: number;
}

export interface LeavingShare {
  /** Share of all samples that leave here. */
  readonly rate: Share;
  /** Share of those that are right; null if none leave. */
  readonly accuracy: Share | null;
}

interface TraceRates {
  /** By rule, in the order given. */
  readonly exits: readonly LeavingShare[];
  /** Those that go the whole path. */
  readonly end: LeavingShare;
  /** Share of all samples that are right where they leave. */
  readonly accuracy: Share;
}

/** Which of the trace's exits each exit of a design is, and which is the end of the network. */
interface TraceBinding {
  readonly columns: readonly number[];
  readonly end: number;
}

type TraceBindingResult =
  | { readonly binding: TraceBinding }
  /** `exit` is the design's exit that the trace lacks, if it is a single one. */
  | { readonly message: string; readonly exit?: string };

/**
 * Finds the exits of a design in a trace. By number they count in network order, all of them and the end;
 * by name the end is the one name that is no exit of the design, or the last of several.
 *
 * @param designExits in network order
 */
export function bindTrace(trace: Trace, designExits: readonly string[]): TraceBindingResult {
  const count = trace.exits.length;
  if (trace.numbered) {
    const columns = designExits.map((_, i) => i);
    if (count === designExits.length + 1) return { binding: { columns, end: count - 1 } };
    return {
      message: `the trace numbers ${count - 1} exits and the end of the network, the design has ${designExits.length}`,
    };
  }
  const columns = designExits.map((name) => trace.exits.indexOf(name));
  const absent = designExits[columns.indexOf(-1)];
  if (absent !== undefined) return { message: `the trace has no exit '${absent}'`, exit: absent };
  const end = trace.exits.findLastIndex((name) => !designExits.includes(name));
  if (end === -1) return { message: 'the trace has no rows for the end of the network' };
  return { binding: { columns, end } };
}

/** The criterion of the first rule that the trace has no column for. */
export function absentCriterion(trace: Trace, rules: readonly ExitRule[]): Criterion | undefined {
  return rules.find((rule) => traceValues(trace, rule.criterion) === undefined)?.criterion;
}

/**
 * Counts, sample by sample: each leaves at the first rule it meets, in the order given, or at the end.
 *
 * @throws RangeError if `absentCriterion` is not undefined
 */
export function traceRates(trace: Trace, rules: readonly ExitRule[], end: number): TraceRates {
  const { sampleCount, correct } = trace;
  let remaining = Uint32Array.from({ length: sampleCount }, (_, s) => s);
  let right = 0;
  const leave = (left: Uint32Array, count: number, column: number): LeavingShare => {
    let rightHere = 0;
    for (let i = 0; i < count; i++) {
      rightHere += at(correct, column * sampleCount + at(left, i));
    }
    right += rightHere;
    return { rate: count / sampleCount, accuracy: count === 0 ? null : rightHere / count };
  };
  const exits = rules.map((rule) => {
    const { column, criterion } = rule;
    const value = traceValues(trace, criterion);
    if (value === undefined) throw new RangeError(`the trace has no column '${criterion}'`);
    const left = new Uint32Array(remaining.length);
    const stay = new Uint32Array(remaining.length);
    let leaving = 0;
    let staying = 0;
    for (let i = 0; i < remaining.length; i++) {
      const sample = at(remaining, i);
      const v = at(value, column * sampleCount + sample);
      if (meets(v, rule)) left[leaving++] = sample;
      else stay[staying++] = sample;
    }
    remaining = stay.subarray(0, staying);
    return leave(left, leaving, column);
  });
  const last = leave(remaining, remaining.length, end);
  return { exits, end: last, accuracy: right / sampleCount };
}

/**
 * By sample, which rule it leaves by: the first it meets; behind the last one is the end.
 *
 * @throws RangeError if `absentCriterion` is not undefined
 */
export function leavingRules(trace: Trace, rules: readonly ExitRule[]): Int32Array {
  const { sampleCount } = trace;
  const result = new Int32Array(sampleCount).fill(rules.length);
  rules.forEach((rule, index) => {
    const value = traceValues(trace, rule.criterion);
    if (value === undefined) throw new RangeError(`the trace has no column '${rule.criterion}'`);
    for (let sample = 0; sample < sampleCount; sample++) {
      if (at(result, sample) < rules.length) continue;
      if (meets(at(value, rule.column * sampleCount + sample), rule)) result[sample] = index;
    }
  });
  return result;
}

function meets(value: number, { comparison, threshold }: ExitRule): boolean {
  return comparison === '>=' ? value >= threshold : value <= threshold;
}

/** Of a criterion, undefined where the trace has no such column. */
export function traceValues(trace: Trace, criterion: Criterion): Float64Array | undefined {
  return columns[criterion](trace);
}

const columns = {
  softmax: ({ confidence }) => confidence,
  softmax2: ({ softmax2 }) => softmax2,
  entropy: ({ entropy }) => entropy,
  margin: ({ margin }) => margin,
} as const satisfies Readonly<Record<Criterion, (trace: Trace) => Float64Array | undefined>>;
