/** What an import has to say of layers that are priced, and have no integers. */
import { plural } from '../../base/format';
import type { ModelLayer } from '../layers/layer';

/** Kinds of operators that one note names. */
const MOST_KINDS = 8;

/** Whole sentences: what is missing, which commands are affected, and what helps. */
export function notesWithoutNumbers(layers: readonly ModelLayer[]): string[] {
  const refused = layers.filter((layer) => layer.refusal !== undefined);
  const operators = refused.filter((layer) => layer.kind === 'operator');
  const others = refused.filter((layer) => layer.kind !== 'operator');
  const notes: string[] = [];
  const counts = new Map<string, { readonly first: string; count: number }>();
  for (const { attributes, refusal = '' } of operators) {
    const kind = /onnx "([^"]*)"/.exec(attributes.join(' '))?.[1] ?? 'operator';
    const known = counts.get(kind);
    if (known) known.count++;
    else counts.set(kind, { first: refusal, count: 1 });
  }
  const kinds = [...counts].map(([kind, { count }]) => (count === 1 ? kind : `${count} × ${kind}`));
  const [first] = [...counts.values()];
  if (first) {
    const more = kinds.length > MOST_KINDS ? `, and ${kinds.length - MOST_KINDS} more kinds` : '';
    notes.push(
      `No layer of the language computes ${kinds.slice(0, MOST_KINDS).join(', ')}${more} as they stand in the model (the first: ${first.first}). Their cost is not modelled, and \`quantise\` and \`export\` refuse the network; \`check\`, \`report\` and \`profile\` do not. Replace them in the model and train again.`,
    );
  }
  const [one] = others;
  if (one?.refusal !== undefined) {
    const rest = others.length > 1 ? ` and ${plural(others.length - 1, 'more layer')}` : '';
    notes.push(
      `The weights of a layer${rest} cannot be had: ${one.refusal}. \`quantise\` and \`export\` refuse the network for it; \`export --random-weights\` builds kernels without the model.`,
    );
  }
  const inexact = layers.filter((layer) => layer.differences.length > 0);
  const [different] = inexact;
  if (different) {
    const place = different.names[0] ?? different.kind;
    const others = inexact.length > 1 ? ` (and at ${plural(inexact.length - 1, 'more layer')})` : '';
    notes.push(
      `Kernels will not be exact to the last bit: at ${place}, ${different.differences.join('; ')}${others}.`,
    );
  }
  return notes;
}
