/** The stages of a network for which none is written. */
import type { ExitSpec, NetworkSpec, StageSpec, SwitchSpec } from './design';

/** Whether a layer is the network's input, which is there before any stage has run. */
export function isInput({ layers }: NetworkSpec, layer: number): boolean {
  return layers[layer]?.kind === 'input';
}

/** Without a written stage, a network is cut at its exits and switches, and every piece is resident in the static part. */
export function impliedStages(
  networks: readonly NetworkSpec[],
  decisions: readonly (ExitSpec | SwitchSpec)[],
): StageSpec[] {
  return networks.flatMap((network) => {
    const last = network.layers.length - 1;
    if (last < 0) return [];
    const cuts = decisions.flatMap((e) => {
      if (e.after?.network !== network.name) return [];
      // An exit on the input is checked in front of the first stage.
      return 'cases' in e || !isInput(network, e.after.layer) ? e.after.layer : [];
    });
    const ends = [...new Set([...cuts.filter((c) => c < last), last])].sort((a, b) => a - b);
    return ends.map((end, i) => {
      const start = (ends[i - 1] ?? -1) + 1;
      return {
        name: ends.length === 1 ? network.name : `${network.name}-${i + 1}`,
        origin: network.origin,
        place: { kind: 'static' },
        network: network.name,
        layers: Array.from({ length: end - start + 1 }, (_, k) => start + k),
        variant: [],
        implied: true,
      };
    });
  });
}
