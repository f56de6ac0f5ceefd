import type { Case } from './errors';
import type { Measurement } from './measurements';
import { estimateOf, fitComponents, leftOut } from './model';

/** What is kept together when rows are left out. */
export const groups = {
  shape: ({ module }: Pick<Measurement, 'module'>) => module.shape,
  precision: ({ module }: Pick<Measurement, 'module'>) => module.precision,
  both: ({ module }: Pick<Measurement, 'module'>) => `${module.shape} ${module.precision}`,
} as const;

export type Split = keyof typeof groups;

/** Each row priced by what was fitted to the rows of the other groups of its component. */
export function crossValidated(rows: readonly Measurement[], split: Split): Case[] {
  const components = [...new Set(rows.map(({ module }) => module.component))];
  return components.flatMap((component) => {
    const own = rows.filter(({ module }) => module.component === component);
    return leftOut(own, groups[split]).flatMap(({ rest, out }) => {
      const fitted = fitComponents(rest);
      return out.flatMap((row) => {
        const estimate = estimateOf(row.module, fitted);
        return estimate ? [{ row, estimate }] : [];
      });
    });
  });
}
