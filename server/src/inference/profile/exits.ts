import type { Analysis } from '../../analysis/analysis';
import { lowerModel } from '../../model/lower/lower';
import type { Scores } from '../../model/lower/lowered';
import { bindLayers } from '../../model/numbers/bind-layers';
import { type OnnxModel, OnnxError } from '../../onnx/index';

/** An exit of a design, or the end of its network, and the model's output that speaks for it. */
export interface ProfiledExit {
  readonly name: string;
  readonly output: string;
  readonly scores: Scores;
}

/**
 * The outputs of a model by exit, in the order in which an input passes them, the end of the network last. Where the
 * layers cannot be followed (the model has operators that the template lacks), outputs count in the model's order.
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
    .sort((a, b) => (a.after?.layer ?? 0) - (b.after?.layer ?? 0))
    .map((e) => e.name);
  const names = [...exits, endName(exits)];
  const { outputs } = model.graph;
  const inOrder = (): ProfiledExit[] =>
    names.map((name, i) => ({
      name,
      output: outputs[i]?.name ?? '',
      scores: scoresOf(model, outputs[i]?.name ?? ''),
    }));
  try {
    const lowered = lowerModel(model);
    const bound = bindLayers(analysis, network, lowered);
    return names.map((name): ProfiledExit => {
      const list = bound.find((b) =>
        name === names.at(-1) ? b.list.kind === 'network' : b.list.name === name,
      );
      const output = lowered.outputs[list?.output ?? -1];
      if (output === undefined) throw new OnnxError(`exit ${name} is no output of the model`);
      return { name, output: output.name, scores: output.scores };
    });
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    if (outputs.length === names.length) return inOrder();
    throw new OnnxError(
      `the design has ${exits.length} exits and an end, the model ${outputs.length} output${outputs.length === 1 ? '' : 's'}; ` +
        `a profile needs one output for each exit (${error.message})`,
    );
  }
}

/** The end has no name in a design; an exit may be called so. */
function endName(exits: readonly string[]): string {
  let name = 'end';
  while (exits.includes(name)) name = `${name}_`;
  return name;
}

function scoresOf({ graph }: OnnxModel, output: string): Scores {
  const maker = graph.nodes.find((n) => n.outputs.includes(output))?.opType;
  return maker === 'Softmax' ? 'probabilities' : maker === 'LogSoftmax' ? 'log probabilities' : 'logits';
}
