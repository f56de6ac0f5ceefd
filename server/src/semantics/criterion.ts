/** Reads the criterion and threshold at which an input leaves. */
import {
  type Criterion,
  type When,
  criteria,
  criterionSpecs,
  criterionText,
  positionCriteria,
} from '../../../grammar/src/index';
import type { DecisionRule } from './design';
import type { LayerList } from './layers';
import { readQuantity } from './quantity';
import type { Reader } from './reader';

/**
 * The rule by which an input leaves. Undefined, with a problem reported, if criterion or threshold is invalid.
 *
 * @param list the layers of the head, of which one may be the confidence; undefined where none may
 */
export function readWhen(reader: Reader, when: When, list: LayerList | undefined): DecisionRule | undefined {
  const { comparison, threshold } = when;
  const measure = readMeasure(reader, when, list);
  const dimension = threshold?.unit?.text === '%' ? 'share' : 'count';
  const { min, max } = measure ? criterionSpecs[measure.criterion] : {};
  const bounds = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  const value = readQuantity(reader, threshold, 'the threshold', dimension, bounds);
  if (measure === undefined || value === undefined) return undefined;
  const sign = comparison?.text === '<=' || comparison?.text === '>=' ? comparison.text : undefined;
  return {
    ...measure,
    comparison: sign ?? criterionSpecs[measure.criterion].sure,
    threshold: value,
    node: when,
  };
}

function readMeasure(
  reader: Reader,
  { criterion, qualifier, layer }: When,
  list: LayerList | undefined,
): Pick<DecisionRule, 'criterion' | 'layer'> | undefined {
  const allowed = list ? [...criteria, ...positionCriteria] : criteria;
  const known = allowed.find((c) => c === criterion?.text);
  if (known !== undefined && criterion !== undefined) {
    // The parser has reported a missing word.
    if (criterionSpecs[known].overPositions === true && qualifier === undefined) return undefined;
    if (list?.names.has(known) === true)
      reader.report({ kind: 'criterion-and-layer', name: known, origin: reader.at(criterion.span) });
    return { criterion: known };
  }
  const name = criterion ?? layer;
  if (name === undefined) return undefined;
  const index = layer && list?.names.get(layer.text);
  if (index !== undefined) return { criterion: 'learned', layer: index };
  reader.report({
    kind: 'unknown-value',
    keyword: 'when',
    text: name.text,
    allowed: [...allowed.map((c) => criterionText(c)), ...namesOf(list)],
    origin: reader.at(name.span),
  });
  return undefined;
}

/** Layers that could be a confidence, as far as their text tells. */
function namesOf(list: LayerList | undefined): string[] {
  return (list?.layers ?? []).flatMap(({ name, units, filters }) =>
    name !== undefined && (units ?? filters) === 1 ? name : [],
  );
}

/** A criterion for people: a trained confidence goes by its layer's name. */
export function measureText(
  { criterion, layer }: { readonly criterion: Criterion; readonly layer?: number },
  layers: readonly { readonly label: string }[],
): string {
  return layer === undefined ? criterionText(criterion) : (layers[layer]?.label ?? criterion);
}
