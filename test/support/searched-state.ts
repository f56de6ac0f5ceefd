/** What the bounds of a search for designs are of. */
import { resourceKinds } from '../../server/src/base/resources';
import type { State } from '../../server/src/plans/trial';

/** Whether nothing takes more than the usual share, to which the searches keep. */
export function isSearched({ analysis: { staticPart, regions } }: State): boolean {
  const isStatic =
    staticPart !== undefined &&
    resourceKinds.every((kind) => staticPart.used[kind] <= 0.8 * staticPart.available[kind]);
  return (
    isStatic &&
    regions.every(({ figures, modules }) =>
      modules.every(({ resources }) =>
        resourceKinds.every((kind) => (resources?.[kind] ?? 0) <= 0.8 * (figures?.resources[kind] ?? 0)),
      ),
    )
  );
}
