/** Output sizes of LSTM, GRU and RNN: all steps, then the last state (twice for an LSTM). */
import { intAttribute, stringAttribute } from '../../../onnx/index';
import { type Dims, type Site, dimsOf } from '../value';

export function recurrent(site: Site): (Dims | undefined)[] {
  const { node } = site;
  const input = dimsOf(site, 0);
  const recurrence = dimsOf(site, 2);
  if (input === undefined || recurrence === undefined) return node.outputs.map(() => undefined);
  const hidden = intAttribute(node, 'hidden_size', recurrence.at(-1) ?? 1);
  const directions = stringAttribute(node, 'direction', 'forward') === 'bidirectional' ? 2 : 1;
  const batchFirst = intAttribute(node, 'layout', 0) === 1;
  const [steps = 1, batch = 1] = batchFirst ? [input[1], input[0]] : input;
  const all = batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
  const last = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
  return node.outputs.map((_, i) => (i === 0 ? all : last));
}
