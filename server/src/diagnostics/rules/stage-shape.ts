import { type Explanation, problemRule } from '../rule';
import { list, written } from '../sentence';

const stageEmptyExplanation: Explanation = {
  title: 'Empty stage',
  means: 'The stage holds no layer, so there is no module to build.',
  example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
stage all in static { f1 }
stage none in static { }`,
  way: 'Write the layers that it runs, as a range `a .. b` or a list.',
};

const stageGapExplanation: Explanation = {
  title: 'Stage with a gap',
  means: 'A stage is one pipeline: its layers follow each other. Layers lie between those that it lists.',
  example: `network n {
  input image 1x28x28
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 3x3 filters 4
  conv c3 kernel 3x3 filters 4
  flatten
  dense f1 units 10
}
stage a in static { c1, c3 }
stage b in static { c2 }
stage c in static { f1 }`,
  way: 'Add the layers between, or make two stages.',
};

const stageReversedExplanation: Explanation = {
  title: 'Reversed range',
  means: 'In a range `a .. b`, `a` must come first in the network.',
  example: `network n {
  input image 1x28x28
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 3x3 filters 4
  flatten
  dense f1 units 10
}
stage a in static { f1 .. c1 }`,
  way: 'Swap the two; the quick fix does.',
};

const stageNetworksExplanation: Explanation = {
  title: 'Stage across networks',
  means: 'A stage holds layers of one network only.',
  example: `network a {
  input image 1x28x28
  flatten
  dense fa units 10
}
network b {
  input image 1x28x28
  flatten
  dense fb units 10
}
switch s before a, b {
  flatten
  dense g units 2
  case x rate 50% -> a
  case y rate 50% -> b
}
stage all in static { fa, fb }`,
  way: 'Write a stage for each network.',
};

export const stageEmpty = problemRule('EX2021', 'error', 'stage-empty', stageEmptyExplanation, (p) => ({
  message: `Stage \`${p.stage}\` holds no layer: write the layers it runs, such as \`conv1 .. pool1\`.`,
}));

export const stageGap = problemRule('EX2022', 'error', 'stage-gap', stageGapExplanation, (p) => ({
  message: `The layers of stage \`${p.stage}\` must be consecutive: ${list(p.missing)} ${p.missing.length === 1 ? 'lies' : 'lie'} between them. Add ${p.missing.length === 1 ? 'it' : 'them'}, or make two stages.`,
}));

export const stageReversed = problemRule(
  'EX2023',
  'error',
  'stage-reversed',
  stageReversedExplanation,
  (p) => ({
    message: `\`${p.last}\` comes before \`${p.first}\` in the network: write \`${p.last} .. ${p.first}\`.`,
    fixes: [
      {
        title: 'Swap the ends',
        edits: [{ at: p.origin, text: `${written(p.last)} .. ${written(p.first)}` }],
      },
    ],
  }),
);

export const stageNetworks = problemRule(
  'EX2024',
  'error',
  'stage-networks',
  stageNetworksExplanation,
  (p) => ({
    message: `A stage holds layers of one network, these are of ${list(p.networks)}: make a stage for each.`,
  }),
);
