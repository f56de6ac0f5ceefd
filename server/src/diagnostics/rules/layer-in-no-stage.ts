import { problemRule } from '../rule';
import { list } from '../words';

export const layerInNoStage = problemRule('EX2026', 'error', 'layer-in-no-stage', (p) => {
  const places = [p.before, p.after].flatMap((s) => s ?? []);
  const way =
    places.length > 0 ? `add ${p.layers.length === 1 ? 'it' : 'them'} to ${list(places, 'or')}, or ` : '';
  const verb = p.layers.length === 1 ? 'is' : 'are';
  return {
    message: `${list(p.layers)} ${verb} in no stage: ${way}write a stage for ${p.layers.length === 1 ? 'it' : 'them'}.`,
  };
});
