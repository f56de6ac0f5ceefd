/** Names of imported layers: those of the model where it says something, else the kind and a number. */
import type { ModelLayer } from '../layers/layer';

/** What a layer of a kind is called where nothing else names it. */
const stems: Readonly<Record<string, string>> = {
  maxpool: 'pool',
  avgpool: 'pool',
  globalpool: 'pool',
  operator: 'op',
  dense: 'fc',
};

/** One name a layer, each once: `taken` are those that are in use. */
export function uniqueName(layer: ModelLayer, taken: Set<string>): string {
  const wanted = layer.name?.replace(/[\p{Cc}\s]+/gu, '_');
  let name = wanted ?? '';
  if (wanted === undefined || taken.has(wanted)) {
    const stem = wanted === undefined ? (stems[layer.kind] ?? layer.kind) : `${wanted}-`;
    let number = wanted === undefined ? 1 : 2;
    while (taken.has(`${stem}${number}`)) number++;
    name = `${stem}${number}`;
  }
  taken.add(name);
  return name;
}
