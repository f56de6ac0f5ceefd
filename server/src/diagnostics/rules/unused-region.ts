import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Unused region',
  means: 'No stage, exit or switch is placed in the region: it takes area from the static part for nothing.',
  example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
stage all in static { f1 }
region rp0 { pblock auto }`,
  way: 'Place something in it, or remove it.',
};

export const unusedRegion = problemRule('EX2029', 'warning', 'unused-region', explanation, (p) => ({
  message: `No stage, exit or switch is placed in region \`${p.region}\`: it takes area for nothing. Place a stage \`in ${p.region}\`, or remove it.`,
  unnecessary: true,
}));
