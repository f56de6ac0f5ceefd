import { type Explanation, problemRule } from '../rule';
import { list } from '../sentence';

const explanation: Explanation = {
  title: 'Layer in no stage',
  means: 'The design has stages, and this layer is in none of them: nothing would compute it.',
  example: `network n {
  input image 1x28x28
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 3x3 filters 4
  flatten
  dense f1 units 10
}
stage front in static { c1 }
stage back in static { f1 }`,
  way: 'Add it to the stage before or behind it, or write a stage for it.',
};

export const layerInNoStage = problemRule('EX2026', 'error', 'layer-in-no-stage', explanation, (p) => {
  const places = [p.before, p.after].flatMap((s) => s ?? []);
  const way =
    places.length > 0 ? `add ${p.layers.length === 1 ? 'it' : 'them'} to ${list(places, 'or')}, or ` : '';
  const verb = p.layers.length === 1 ? 'is' : 'are';
  return {
    message: `${list(p.layers)} ${verb} in no stage: ${way}write a stage for ${p.layers.length === 1 ? 'it' : 'them'}.`,
  };
});
