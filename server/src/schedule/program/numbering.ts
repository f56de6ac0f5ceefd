/** Numbers the modules, regions and lanes of a problem. */
import { numberAt } from '../at';
import { visitModules, type ScheduledModule, type ScheduleProblem } from '../problem/problem';

/** Numbers of modules, regions and lanes, by name. */
export interface Layout {
  readonly modules: readonly ScheduledModule[];
  readonly idOf: ReadonlyMap<string, number>;
  readonly regions: readonly string[];
  readonly laneNames: readonly string[];
  readonly moduleRegion: readonly number[];
  readonly moduleLane: readonly number[];
}

export function layOut(problem: ScheduleProblem): Layout {
  const modules: ScheduledModule[] = [];
  const idOf = new Map<string, number>();
  const regions: string[] = [];
  const moduleRegion: number[] = [];
  visitModules(problem, (module) => {
    const { name, place } = module;
    if (idOf.has(name)) return;
    idOf.set(name, modules.push(module) - 1);
    if (place.kind === 'region' && !regions.includes(place.region)) regions.push(place.region);
    moduleRegion.push(place.kind === 'region' ? regions.indexOf(place.region) : -1);
  });
  const laneNames = [...regions, 'port', 'cpu'];
  const cpu = regions.length + 1;
  const moduleLane = modules.map(({ name, place }, id) => {
    if (place.kind === 'static') return laneNames.push(`static:${name}`) - 1;
    return place.kind === 'cpu' ? cpu : numberAt(moduleRegion, id);
  });
  return { modules, idOf, regions, laneNames, moduleRegion, moduleLane };
}
