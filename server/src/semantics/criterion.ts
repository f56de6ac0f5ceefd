/** Reads the criterion and threshold at which an input leaves. */
/** Reads the criterion and threshold at which an input leaves. */
import { type When, criteria, criterionSpecs } from '../../../grammar/src/index';
import type { DecisionRule } from './design';
import { readQuantity } from './quantity';
import type { Reader } from './reader';

/** The rule by which an input leaves. Undefined, with a problem reported, if criterion or threshold is invalid. */
export function readWhen(reader: Reader, when: When): DecisionRule | undefined {
  const { criterion, comparison, threshold } = when;
  const known = criteria.find((c) => c === criterion?.text);
  if (criterion && known === undefined) {
    const origin = reader.at(criterion.span);
    reader.report({
      kind: 'unknown-value',
      keyword: 'when',
      text: criterion.text,
      allowed: criteria,
      origin,
    });
  }
  const dimension = threshold?.unit?.text === '%' ? 'share' : 'count';
  const { min, max } = known ? criterionSpecs[known] : {};
  const bounds = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  const value = readQuantity(reader, threshold, 'the threshold', dimension, bounds);
  if (known === undefined || value === undefined) return undefined;
  const sign = comparison?.text === '<=' || comparison?.text === '>=' ? comparison.text : undefined;
  return {
    criterion: known,
    comparison: sign ?? criterionSpecs[known].sure,
    threshold: value,
    node: when,
  };
}
