import type { Analysis, LayerList, ModelFault } from '../../analysis/analysis';
import { NO_NUMBERS, codeRefusals } from '../../analysis/refusals/code-refusals';
import { kindCost } from '../../cost/index';
import { plural } from '../../base/format';
import { branchStart } from '../../semantics/branch-start';
import type { NetworkSpec } from '../../semantics/design';
import type { LoweredModel, Op, Value } from '../lower/lowered';
import { OnnxError } from '../../onnx/index';
import { type BoundList, GivenUp, LayerMismatch, bindLayers } from './bind-layers';
import { FloatModel, type Scorer, boundModel, scorers, unrounded } from './bound-model';

/** Layers that are tried while somebody types: the rest is left to the export. */
const PATIENCE = 20_000;

type Subject = Pick<Analysis, 'design' | 'lists'>;

type Found = Omit<ModelFault, 'network' | 'path'>;

/** What an export or a profile refuses of a network with its model, as far as names, shapes and scales tell it. */
export function modelFaults(
  analysis: Subject,
  network: NetworkSpec,
  model: LoweredModel | OnnxError,
  path: string,
  patience = PATIENCE,
): readonly ModelFault[] {
  const lists = listsOf(analysis, network);
  // Told at the layers themselves, where their shapes are not known or they have no kernel.
  const isOpen = lists.some((l) => l.layers.some(({ shaped }) => shaped.outShape === undefined));
  const isTold = lists.some((l) => l.layers.some(({ shaped }) => hasNoKernel(shaped)));
  if (isOpen || isTold) return [];
  const found =
    model instanceof OnnxError
      ? [{ reason: model.message }]
      : layerFaults(analysis, network, model, path, patience);
  return found.map((fault) => ({ network, path, ...fault }));
}

function hasNoKernel({ spec }: LayerList['layers'][number]['shaped']): boolean {
  return kindCost(spec.kind).parts === 'unknown';
}

function listsOf({ lists }: Subject, { name }: NetworkSpec): LayerList[] {
  return lists.filter((l) => (branchStart(l.spec)?.network ?? l.name) === name);
}

function layerFaults(
  analysis: Subject,
  network: NetworkSpec,
  model: LoweredModel,
  path: string,
  patience: number,
): readonly Found[] {
  try {
    // Of a float model too: what is not in it, quantising does not find either.
    bindLayers(analysis, network.name, model, patience);
    const { lists } = boundModel(analysis, network.name, model, path);
    const scores = scorers(model);
    return [...lists.flatMap((list) => codeFaults(list, scores)), ...branchFaults(analysis, network)];
  } catch (error) {
    if (error instanceof GivenUp) {
      return [{ reason: `more than ${plural(patience, 'layer')} would have to be tried`, isUnchecked: true }];
    }
    if (error instanceof LayerMismatch) {
      const { reason, layer } = error;
      return [{ reason, ...(layer && { about: layer }) }];
    }
    if (!(error instanceof OnnxError)) throw error;
    return [{ reason: error.message, ...(error instanceof FloatModel && { isFloat: true }) }];
  }
}

/** Of every layer that the model has, but without scales that will do. */
function codeFaults({ list, ops }: BoundList, scores: ReadonlyMap<Value, Scorer>): Found[] {
  return [...ops].flatMap(([index, op]) => {
    const layer = list.layers[index];
    if (layer === undefined || op.kind === 'upsample') return [];
    return codeReasons(layer, op, scores).map((reason) => ({ reason, about: layer.shaped.spec }));
  });
}

function codeReasons(
  { shaped }: LayerList['layers'][number],
  op: Op,
  scores: ReadonlyMap<Value, Scorer>,
): string[] {
  const lacking = [...op.inputs, op.output].find((v) => v.codes === undefined && !scores.has(v));
  if (lacking) return [unrounded(lacking)];
  return codeRefusals(shaped, { inputs: op.inputs.map((v) => v.codes), output: op.output.codes });
}

/** Models have no numbers for what chooses a path. */
function branchFaults({ lists }: Subject, { name }: NetworkSpec): Found[] {
  return lists.flatMap((list): Found[] => {
    if (list.kind !== 'switch' || !('cases' in list.spec) || branchStart(list.spec)?.network !== name)
      return [];
    return list.layers.length > 0 ? [{ reason: NO_NUMBERS, about: list.spec }] : [];
  });
}
