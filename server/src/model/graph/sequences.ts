/** Models that give their outputs as one ONNX sequence, as exporters write a list, as models with an output for each. */
import {
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxValueInfo,
  OnnxError,
  dataType,
  nodeLabel,
  tensorAttribute,
  tensorNumbers,
} from '../../onnx/index';

/**
 * The same model with the elements of each sequence among its outputs in place of it, in their order. A model without
 * one is returned as it is.
 *
 * @throws OnnxError for a sequence whose elements are only known when it runs
 */
export function withoutSequences(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const makers = new Map(graph.nodes.flatMap((n) => n.outputs.map((o) => [o, n] as const)));
  if (!graph.outputs.some((o) => isSequence(makers, o.name))) return model;
  const outputs = graph.outputs.flatMap((output) =>
    isSequence(makers, output.name)
      ? elementsOf(graph, makers, output.name).map((name) => infoOf(graph, name))
      : [output],
  );
  const once = outputs.filter((o, i) => outputs.findIndex((other) => other.name === o.name) === i);
  // What made the sequences is read by nothing then, unless the model goes on with one.
  const wanted = new Set(once.map((o) => o.name));
  const nodes = [...graph.nodes].reverse().filter((node) => {
    const isKept = !sequenceMakers.has(node.opType) || node.outputs.some((o) => wanted.has(o));
    if (isKept) for (const input of node.inputs) wanted.add(input);
    return isKept;
  });
  return { ...model, graph: { ...graph, nodes: nodes.reverse(), outputs: once } };
}

const sequenceMakers: ReadonlySet<string> = new Set(['SequenceConstruct', 'SequenceInsert', 'SequenceEmpty']);

/** Nodes between an output and its elements; more is no list that somebody wrote. */
const LONGEST = 1000;

type Makers = ReadonlyMap<string, OnnxNode>;

function isSequence(makers: Makers, name: string): boolean {
  let maker = makers.get(name);
  for (let i = 0; maker?.opType === 'Identity' && i < LONGEST; i++) maker = makers.get(maker.inputs[0] ?? '');
  return maker !== undefined && sequenceMakers.has(maker.opType);
}

function elementsOf(graph: OnnxGraph, makers: Makers, name: string): readonly string[] {
  // From the last insertion back to the start.
  const inserted: OnnxNode[] = [];
  let elements: string[] | undefined;
  let at = name;
  while (elements === undefined) {
    const maker = makers.get(at);
    if (maker === undefined || inserted.length > LONGEST)
      throw new OnnxError(`output ${name} is a sequence whose elements are only known when it runs`);
    if (maker.opType === 'SequenceConstruct') elements = [...maker.inputs];
    else if (maker.opType === 'SequenceEmpty') elements = [];
    else {
      if (maker.opType === 'SequenceInsert') inserted.push(maker);
      else if (maker.opType !== 'Identity')
        throw new OnnxError(
          `output ${name} is a sequence that ${nodeLabel(maker)} changes; export the model with one output for each exit`,
        );
      at = maker.inputs[0] ?? '';
    }
  }
  for (const node of inserted.reverse()) {
    const [, tensor = '', position = ''] = node.inputs;
    const place = position === '' ? elements.length : constantOf(graph, makers, position);
    if (place === undefined)
      throw new OnnxError(`${nodeLabel(node)} inserts at a position that is only known when it runs`);
    elements.splice(place < 0 ? elements.length + place : place, 0, tensor);
  }
  return elements;
}

function constantOf(graph: OnnxGraph, makers: Makers, name: string): number | undefined {
  const maker = makers.get(name);
  const tensor =
    graph.initializers.get(name) ??
    (maker?.opType === 'Constant' ? tensorAttribute(maker, 'value') : undefined);
  const value = tensor && tensorNumbers(tensor)[0];
  return value;
}

function infoOf({ valueInfos, outputs }: OnnxGraph, name: string): OnnxValueInfo {
  return (
    outputs.find((o) => o.name === name) ??
    valueInfos.get(name) ?? { name, type: dataType.float, dims: undefined }
  );
}
