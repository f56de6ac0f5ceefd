/** Rates and accuracies of a design's exits, counted over a trace. */
import { criterionText } from '../../../../grammar/src/index';
import { plural } from '../../base/format';
import { at } from '../at';
import type { Share } from '../../base/units';
import type { Criterion } from '../../semantics/design';
import type { Trace } from './trace';

/** The rule by which inputs leave at an exit. */
export interface ExitRule {
  /** Index of the exit in the trace: see `bindTrace`. */
  readonly column: number;
  readonly criterion: Criterion;
  readonly comparison: '>=' | '<=';
  readonly threshold: number;
}

export interface LeavingShare {
  /** Share of all samples that leave here. */
  readonly rate: Share;
  /** Share of those with a correct prediction; null if none leave. */
  readonly accuracy: Share | null;
}

interface TraceRates {
  /** For each rule, in the given order. */
  readonly exits: readonly LeavingShare[];
  /** Samples that leave at the end of the network. */
  readonly end: LeavingShare;
  /** Share of all samples with a correct prediction where they leave. */
  readonly accuracy: Share;
}

/** The index in the trace of each exit of a design and of the end of the network. */
interface TraceBinding {
  readonly columns: readonly number[];
  readonly end: number;
}

type TraceBindingResult =
  | { readonly binding: TraceBinding }
  /** `exit` is the design's exit that is missing from the trace, if it is a single one. */
  | { readonly message: string; readonly exit?: string };

/**
 * Finds the exits of a design in a trace. If the trace numbers them, they are in network order, followed by the end; if
 * it names them, the end is the name that is not an exit of the design, or the last of several.
 *
 * @param designExits in network order
 */
export function bindTrace(trace: Trace, designExits: readonly string[]): TraceBindingResult {
  const count = trace.exits.length;
  if (trace.numbered) {
    const columns = designExits.map((_, i) => i);
    if (count === designExits.length + 1) return { binding: { columns, end: count - 1 } };
    return {
      message: `the trace has ${plural(count - 1, 'numbered exit')} and the end of the network, but the design has ${plural(designExits.length, 'exit')}`,
    };
  }
  const columns = designExits.map((name) => trace.exits.indexOf(name));
  const absent = designExits[columns.indexOf(-1)];
  if (absent !== undefined) return { message: `the trace has no exit '${absent}'`, exit: absent };
  const end = trace.exits.findLastIndex((name) => !designExits.includes(name));
  if (end === -1) return { message: 'the trace has no rows for the end of the network' };
  return { binding: { columns, end } };
}

/** The first criterion of the rules for which the trace has no values. */
export function absentCriterion(trace: Trace, rules: readonly Measured[]): Criterion | undefined {
  return rules.find((rule) => traceValues(trace, rule) === undefined)?.criterion;
}

/** What the trace does not have of what the rules decide by, in words; undefined if it has all. */
export function absentValues(trace: Trace, rules: readonly Measured[]): string | undefined {
  const criterion = absentCriterion(trace, rules);
  if (criterion === undefined) return undefined;
  const { column } = rules.find((r) => r.criterion === criterion && !traceValues(trace, r)) ?? { column: -1 };
  const wanted = `\`${criterionText(criterion)}\``;
  const measure = columns[criterion](trace) && trace.measures?.[column];
  if (measure === undefined) return `the trace has no column for ${wanted}`;
  return `the confidence of exit '${trace.exits[column] ?? ''}' in the trace is \`${criterionText(measure)}\`, not ${wanted}`;
}

/** What an exit of a trace is asked for. */
type Measured = Pick<ExitRule, 'column' | 'criterion'>;

/**
 * Counts rates: each sample leaves by the first rule that it satisfies, in the given order, or at the end.
 *
 * @throws RangeError if `absentValues` is not undefined
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
    const { column } = rule;
    const value = knownValues(trace, rule);
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
 * For each sample, the index of the first rule that it satisfies; the index after the last rule is the end.
 *
 * @throws RangeError if `absentValues` is not undefined
 */
export function leavingRules(trace: Trace, rules: readonly ExitRule[]): Int32Array {
  const { sampleCount } = trace;
  const result = new Int32Array(sampleCount).fill(rules.length);
  rules.forEach((rule, index) => {
    const value = knownValues(trace, rule);
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

/** Values of a criterion; undefined if the trace has no such column, or has something else in it for this exit. */
export function traceValues(trace: Trace, { criterion, column }: Measured): Float64Array | undefined {
  const values = columns[criterion](trace);
  const measure = values === trace.confidence ? trace.measures?.[column] : undefined;
  return measure === undefined || measure === criterion ? values : undefined;
}

function knownValues(trace: Trace, rule: Measured): Float64Array {
  const values = traceValues(trace, rule);
  if (values === undefined) throw new RangeError(`the trace has no column '${rule.criterion}'`);
  return values;
}

const columns = {
  softmax: ({ confidence }) => confidence,
  softmax2: ({ softmax2 }) => softmax2,
  entropy: ({ entropy }) => entropy,
  margin: ({ margin }) => margin,
  learned: ({ confidence }) => confidence,
  mean: ({ confidence }) => confidence,
  min: ({ confidence }) => confidence,
} as const satisfies Readonly<Record<Criterion, (trace: Trace) => Float64Array | undefined>>;
