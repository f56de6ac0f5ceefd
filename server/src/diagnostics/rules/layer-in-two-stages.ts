import { problemRule } from '../rule';

export const layerInTwoStages = problemRule('EX2025', 'error', 'layer-in-two-stages', (p) => ({
  message: `Layer \`${p.layer}\` is in stage \`${p.other}\` already. Only a \`switch\` with a case for each of the two may choose between them.`,
}));
