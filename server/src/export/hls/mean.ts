/** Members of a pool's struct that compute means, without a division. */
import { decompose, meanScale } from '../../arithmetic/index';
import { type LayerContext, coded } from './layer-context';
import { integerOf } from './numbers-type';
import type { Counts } from './pool-counts';

interface Mean {
  /** Values in each sum, padding included. */
  readonly values: number;
  readonly counts: Counts;
  /** Input and output have the same scale, so that the sum is divided exactly. */
  readonly divides: boolean;
  /** Zero point to add before rounding; undefined if it is added after. */
  readonly zero: number | undefined;
}

/**
 * Codes are added up as they come, so that the sum has as few bits as they have, and their zero points are taken off in the
 * end. Padding has the zero point's code.
 */
export function meanMembers(
  { numbers, floor }: LayerContext,
  type: string,
  { values, counts, divides, zero }: Mean,
): string[] {
  const { output } = numbers;
  const from = numbers.inputs[0] ?? output;
  const { possible } = counts;
  const always = possible.length === 1;
  const zeros = values * from.zeroPoint;
  const largest = values * Math.max(from.max - from.zeroPoint, from.zeroPoint - from.min);
  const kind = divides
    ? divided(possible, largest, zero ?? 0)
    : scaled(possible, from.scale, output.scale, zero ?? 0);
  const named = kind.names.map((name, i) => `    int32_t ${name} = ${kind.of(possible[0] ?? 1)[i] ?? 0};`);
  const chosen = possible.map((n) => {
    const set = kind.of(n).map((value, i) => `${kind.names[i] ?? ''} = ${value};`);
    return `      case ${n}: ${set.join(' ')} break;`;
  });
  const place = always ? 'int, int' : 'int row, int column';
  return [
    `  typedef ${integerOf(values * from.min, values * from.max)} sum;`,
    '  static int32_t start() { return 0; }',
    '  static int32_t join(int32_t kept, int32_t value) { return kept + value; }',
    ...(always ? [] : [lookup('counted_rows', counts.rows), lookup('counted_columns', counts.columns)]),
    ...(always ? [] : ['  // Padding does not count. A window entirely in the padding is zero.']),
    `  static ${type} output(int32_t kept, ${place}) {`,
    ...named.map((line) => (always ? line.replace('    int32_t', '    const int32_t') : line)),
    ...(always
      ? []
      : [
          '    switch (counted_rows(row) * counted_columns(column)) {',
          ...chosen,
          `      default: return ${coded(type, output, floor, String(zero ?? 0), zero !== undefined)};`,
          '    }',
        ]),
    `    const int64_t steps = ${kind.steps(zeros === 0 ? 'kept' : `kept - (${zeros})`)};`,
    `    return ${coded(type, output, floor, 'steps', zero !== undefined)};`,
    '  }',
  ];
}

/** Numbers that depend on the count of values, and the expression that uses them. */
interface ByCount {
  readonly names: readonly string[];
  readonly of: (count: number) => readonly number[];
  readonly steps: (sum: string) => string;
}

function divided(possible: readonly number[], largest: number, zero: number): ByCount {
  const plan = reciprocals(possible, largest, zero);
  return {
    names: ['count', 'reciprocal', ...(zero === 0 ? [] : ['zero'])],
    of: (n) => [n, plan.reciprocal(n), ...(zero === 0 ? [] : [zero * n])],
    steps: (sum) =>
      `exeunt::round_divide(${sum}${zero === 0 ? '' : ' + zero'}, count, reciprocal, ${plan.shift}, ${plan.offset})`,
  };
}

function scaled(possible: readonly number[], from: number, to: number, zero: number): ByCount {
  const one = (n: number) => decompose(meanScale(from, n, to));
  const shifts = new Set(possible.map((n) => one(n).shift));
  const [shift] = shifts;
  const same = shifts.size <= 1;
  return {
    names: ['multiplier', ...(same ? [] : ['shift'])],
    of: (n) => [one(n).multiplier, ...(same ? [] : [one(n).shift])],
    steps: (sum) =>
      `exeunt::scale_float(${sum}, multiplier, ${same ? (shift ?? 0) : 'shift'}${zero === 0 ? '' : `, ${zero}`})`,
  };
}

/**
 * Reciprocals for `round_divide`, exact for all sums up to `largest` in magnitude: with u below 2^b, u · ⌈2^s ÷ n⌉ ÷ 2^s
 * and u ÷ n have the same whole part if u · (⌈2^s ÷ n⌉ · n − 2^s) < 2^s.
 */
export function reciprocals(
  counts: readonly number[],
  largest: number,
  zero: number,
): { readonly shift: number; readonly offset: number; readonly reciprocal: (count: number) => number } {
  const bound = (n: number): number => largest + Math.abs(zero) * n;
  let offset = 1;
  while (counts.some((n) => n * offset < bound(n))) offset *= 2;
  const reciprocal = (n: number, shift: number): number => Math.ceil(2 ** shift / n);
  const exact = (shift: number): boolean =>
    counts.every((n) => (n * offset + bound(n)) * (reciprocal(n, shift) * n - 2 ** shift) < 2 ** shift);
  let shift = 0;
  while (!exact(shift)) shift++;
  return { shift, offset, reciprocal: (n) => reciprocal(n, shift) };
}

/** A member function that returns a table entry. */
function lookup(name: string, values: readonly number[]): string {
  const element = values.every((v) => v < 256) ? 'uint8_t' : 'uint16_t';
  return [
    `  static int ${name}(int at) {`,
    `    static const ${element} values[${values.length}] = {${values.join(', ')}};`,
    '    return values[at];',
    '  }',
  ].join('\n');
}
