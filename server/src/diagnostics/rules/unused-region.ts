import { problemRule } from '../rule';

export const unusedRegion = problemRule('EX2029', 'warning', 'unused-region', (p) => ({
  message: `No stage, exit or switch is placed in region \`${p.region}\`: it takes area for nothing. Place a stage \`in ${p.region}\`, or remove it.`,
  unnecessary: true,
}));
