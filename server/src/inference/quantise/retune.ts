/** Thresholds of an int8 model that let as many inputs leave at each exit as those of the float model do. */
import { type ExitRule, type Trace, leavingRules, traceValues } from '../../schedule/index';

/** Figures of a threshold that tell samples apart well enough. */
const DIGITS = 4;

/**
 * Exit by exit in their order: among the samples that are still under way, the threshold that parts as many as leave
 * the float model there. One that would let none or all leave stays as it is.
 *
 * @param float trace of the float model, `int8` of the other one, over the same samples with the same columns
 */
export function retuned(float: Trace, int8: Trace, rules: readonly ExitRule[]): readonly ExitRule[] {
  const leaves = leavingRules(float, rules);
  const found: ExitRule[] = [];
  rules.forEach((rule, index) => {
    const wanted = leaves.reduce((count, exit) => count + (exit === index ? 1 : 0), 0);
    const gone = leavingRules(int8, found);
    const values = traceValues(int8, rule);
    const here = Array.from(gone, (exit, s) =>
      exit === found.length ? (values?.[rule.column * int8.sampleCount + s] ?? Number.NaN) : Number.NaN,
    ).filter((v) => !Number.isNaN(v));
    here.sort((a, b) => (rule.comparison === '>=' ? b - a : a - b));
    const [last, next] = [here[wanted - 1], here[wanted]];
    const threshold = last === undefined || next === undefined ? rule.threshold : between(last, next);
    found.push({ ...rule, threshold });
  });
  return found;
}

/** In the middle, in as few figures as keep it between both. */
function between(last: number, next: number): number {
  const middle = (last + next) / 2;
  for (let digits = DIGITS; digits < 16; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if ((rounded - last) * (rounded - next) < 0) return rounded;
  }
  return last;
}
