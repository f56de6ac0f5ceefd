import { problemRule } from '../rule';
import { list, written } from '../words';

export const stageEmpty = problemRule('EX2021', 'error', 'stage-empty', (p) => ({
  message: `Stage \`${p.stage}\` holds no layer: write the layers it runs, such as \`conv1 .. pool1\`.`,
}));

export const stageGap = problemRule('EX2022', 'error', 'stage-gap', (p) => ({
  message: `The layers of stage \`${p.stage}\` must be consecutive: ${list(p.missing)} ${p.missing.length === 1 ? 'lies' : 'lie'} between them. Add ${p.missing.length === 1 ? 'it' : 'them'}, or make two stages.`,
}));

export const stageReversed = problemRule('EX2023', 'error', 'stage-reversed', (p) => ({
  message: `\`${p.last}\` comes before \`${p.first}\` in the network: write \`${p.last} .. ${p.first}\`.`,
  fixes: [
    { title: 'Swap the ends', edits: [{ at: p.origin, text: `${written(p.last)} .. ${written(p.first)}` }] },
  ],
}));

export const stageNetworks = problemRule('EX2024', 'error', 'stage-networks', (p) => ({
  message: `A stage holds layers of one network, these are of ${list(p.networks)}: make a stage for each.`,
}));
