import { criterionSpecs, criterionText } from '../../../../grammar/src/index';
import type { Analysis, LayerList } from '../../analysis/analysis';
import { confidenceAt, scoresAt } from '../../analysis/figures/scores';
import { lowerModel } from '../../model/lower/lower';
import type { Scores } from '../../model/lower/lowered';
import { bindLayers } from '../../model/numbers/bind-layers';
import { sameName } from '../../model/numbers/layer-names';
import { elements } from '../../network';
import { type OnnxModel, OnnxError } from '../../onnx/index';
import type { ExitSpec } from '../../semantics/design';

/** An output of a model, and what its values are. */
export interface ProfiledOutput {
  readonly output: string;
  readonly scores: Scores;
}

/** An exit of a design, or the end of its network, and the model's output that speaks for it. */
export interface ProfiledExit extends ProfiledOutput {
  readonly name: string;
  /** Output of the trained confidence by which it decides. */
  readonly confidence?: ProfiledOutput;
  /** What its confidence is, where a head has a trained one, whether the exit decides by it or not. */
  readonly measure?: 'softmax' | 'learned';
}

/**
 * The outputs of a model by exit, in the order in which an input passes them, the end of the network last. Which output
 * is whose is told by the layers that lead to it; where they cannot be followed (the model has operators that the
 * template lacks), by names. Never by position: models list their outputs in any order.
 *
 * @throws OnnxError where exits and outputs do not match
 */
export function profiledExits(
  analysis: Analysis,
  network: string,
  model: OnnxModel,
): readonly ProfiledExit[] {
  const exits = analysis.design.exits
    .filter((e) => e.after?.network === network)
    .sort((a, b) => (a.after?.layer ?? 0) - (b.after?.layer ?? 0));
  for (const exit of exits) refuseImage(exit);
  try {
    return byLayers(analysis, network, model, exits);
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    return byNames(analysis, network, model, exits, error.message);
  }
}

/** Labels of a data set are one for each sample. */
function refuseImage({ name, when }: ExitSpec): void {
  if (when === undefined || criterionSpecs[when.criterion].overPositions !== true) return;
  throw new OnnxError(
    `exit ${name} decides by ${criterionText(when.criterion)}: labels of positions are not read, so a profile cannot say what is right; write a trace of your own, with the measured value as \`confidence\` and \`correct\` for each sample`,
  );
}

function byLayers(
  analysis: Analysis,
  network: string,
  model: OnnxModel,
  exits: readonly ExitSpec[],
): readonly ProfiledExit[] {
  const lowered = lowerModel(model);
  const bound = bindLayers(analysis, network, lowered);
  const outputAt = (index: number | undefined, name: string): ProfiledOutput => {
    const output = lowered.outputs[index ?? -1];
    if (output === undefined) throw new OnnxError(`exit ${name} is no output of the model`);
    return { output: output.name, scores: output.scores };
  };
  const found = exits.map(({ name }): ProfiledExit => {
    const own = bound.find((b) => b.list.kind === 'exit' && b.list.name === name);
    const confidence = own?.list && confidenceAt(own.list);
    return {
      name,
      ...outputAt(own?.output, name),
      ...(confidence !== undefined && { confidence: outputAt(own?.confidence, name) }),
      ...measureOf(own?.list),
    };
  });
  const end = bound.find((b) => b.list.kind === 'network');
  const all = [...found, { name: endName(exits), ...outputAt(end?.output, 'end') }];
  for (const exit of all) {
    const written = outputOf(analysis, network, exit.name);
    if (written === undefined || written === exit.output) continue;
    throw new OnnxError(
      `${exit.name} is output ${exit.output} of the model by its layers, but \`output\` says ${written}`,
    );
  }
  return all;
}

/** Exits are outputs as `output` says, or of their own name; the end is the one that is left. */
function byNames(
  analysis: Analysis,
  network: string,
  model: OnnxModel,
  exits: readonly ExitSpec[],
  why: string,
): readonly ProfiledExit[] {
  const names = model.graph.outputs.map((o) => o.name);
  const named = (text: string): ProfiledOutput | undefined => {
    const output = names.find((n) => n === text) ?? names.find((n) => sameName(n, text));
    return output === undefined ? undefined : { output, scores: scoresOf(model, output) };
  };
  const refuse = (what: string): never => {
    throw new OnnxError(
      `${what}; the model's outputs are ${names.join(', ')} (its layers cannot be followed: ${why})`,
    );
  };
  const found = exits.map(({ name, layers, when }): ProfiledExit => {
    const written = outputOf(analysis, network, name);
    const scores =
      named(written ?? name) ??
      refuse(
        written === undefined
          ? `no output of the model is called as exit ${name}: say which one it is, as in \`output "${names[0] ?? ''}"\``
          : `exit ${name} is said to be output ${written}, which the model does not have`,
      );
    const learned = when?.layer === undefined ? undefined : layers[when.layer]?.name;
    const confidence =
      learned === undefined
        ? undefined
        : (named(learned) ??
          refuse(`no output of the model is called as ${learned}, the confidence of exit ${name}`));
    const list = analysis.lists.find((l) => l.kind === 'exit' && l.name === name);
    return { name, ...scores, ...(confidence && { confidence }), ...measureOf(list) };
  });
  const taken = new Set(found.flatMap((e) => [e.output, ...(e.confidence ? [e.confidence.output] : [])]));
  const rest = names.filter((n) => !taken.has(n));
  const end = outputOf(analysis, network, undefined) ?? (rest.length === 1 ? rest[0] : undefined);
  const last =
    (end === undefined ? undefined : named(end)) ??
    refuse(
      end === undefined
        ? `it is not known which output is the end of the network: say so in the network, as in \`output "${rest[0] ?? ''}"\``
        : `the end of the network is said to be output ${end}, which the model does not have`,
    );
  return [...found, { name: endName(exits), ...last }];
}

/** The output that the text of an exit names, or that of the network for its end. */
function outputOf({ design }: Analysis, network: string, exit: string | undefined): string | undefined {
  const own = design.exits.find((e) => e.name === exit && e.after?.network === network);
  return (own ?? design.networks.find((n) => n.name === network))?.output;
}

/** A head with a layer of one value beside its scores may decide by it, if not now then after an edit. */
function measureOf(list: LayerList | undefined): Pick<ProfiledExit, 'measure'> {
  if (list === undefined) return {};
  if (confidenceAt(list) !== undefined) return { measure: 'learned' };
  const scores = scoresAt(list);
  const isSingle = list.layers.some(
    ({ shaped: { outShape } }, i) => i !== scores && outShape && elements(outShape) === 1,
  );
  return isSingle ? { measure: 'softmax' } : {};
}

/** The end has no name in a design; an exit may be called so. */
function endName(exits: readonly ExitSpec[]): string {
  let name = 'end';
  while (exits.some((e) => e.name === name)) name = `${name}_`;
  return name;
}

function scoresOf({ graph }: OnnxModel, output: string): Scores {
  const maker = graph.nodes.find((n) => n.outputs.includes(output))?.opType;
  return kinds[maker ?? ''] ?? 'logits';
}

const kinds: Readonly<Record<string, Scores>> = {
  Softmax: 'probabilities',
  LogSoftmax: 'log probabilities',
  Sigmoid: 'sigmoids',
};
