/** Joins adjacent resident stages into one pipeline: chained by streams, started once. */
import type { ScheduledPath, ScheduledStage } from '../../schedule/index';
import type { ModuleFigures } from '../analysis';

/** A path whose stages are pipelines, and the modules of each, keyed by its name, which is that of its first module. */
export interface Pipelines {
  readonly path: ScheduledPath;
  readonly members: ReadonlyMap<string, readonly ModuleFigures[]>;
}

/**
 * Joins neighbours without an exit between them if they are neighbours on every path through either of them: a stage
 * that a `switch` leads to is entered separately.
 */
export function joined(
  path: ScheduledPath,
  moduleOf: (name: string) => ModuleFigures | undefined,
): Pipelines {
  const next = new Map<string, Set<string>>();
  const before = new Map<string, Set<string>>();
  visitSegments(path, (stages) => {
    stages.forEach(({ name, exits }, i) => {
      const isOpen = (exits ?? []).length === 0;
      note(next, name, (isOpen ? stages[i + 1]?.name : undefined) ?? separated);
      const previous = stages[i - 1];
      note(before, name, previous && (previous.exits ?? []).length === 0 ? previous.name : separated);
    });
  });
  const follower = new Map<string, string>();
  for (const [name, names] of next) {
    const [only = separated, other] = names;
    if (other !== undefined || before.get(only)?.size !== 1) continue;
    const [first, second] = [moduleOf(name), moduleOf(only)];
    if (first && second && isContiguous(first, second)) follower.set(name, only);
  }
  const followers = new Set(follower.values());
  const members = new Map<string, readonly ModuleFigures[]>();
  const firstOf = new Map<string, string>();
  const last = new Map<string, string>();
  for (const first of next.keys()) {
    if (followers.has(first)) continue;
    const names = [first];
    for (let name = follower.get(first); name !== undefined; name = follower.get(name)) names.push(name);
    last.set(names.at(-1) ?? first, first);
    for (const name of names) firstOf.set(name, first);
    members.set(
      first,
      names.flatMap((name) => moduleOf(name) ?? []),
    );
  }
  return { path: withStages(withReads(path, firstOf, null), last), members };
}

/** Marks a boundary that nothing is joined across; no stage has an empty name. */
const separated = '';

function isContiguous(a: ModuleFigures, b: ModuleFigures): boolean {
  return a.list === b.list && (a.layers.at(-1) ?? 0) + 1 === b.layers[0];
}

function visitSegments(
  { stages, decision }: ScheduledPath,
  visit: (stages: readonly ScheduledStage[]) => void,
): void {
  visit(stages);
  for (const way of decision?.cases ?? []) visitSegments(way, visit);
}

/** Keeps the last stage of each pipeline, which has the exits, under the name of the first. */
function withStages(path: ScheduledPath, last: ReadonlyMap<string, string>): ScheduledPath {
  const stages = path.stages.flatMap((stage) => {
    const name = last.get(stage.name);
    return name === undefined ? [] : [{ ...stage, name }];
  });
  const { decision } = path;
  const first = path.exits && { exits: path.exits };
  if (decision === undefined) return { ...first, stages };
  const cases = decision.cases.map((c) => ({ ...withStages(c, last), name: c.name, rate: c.rate }));
  return { ...first, stages, decision: { ...decision, cases } };
}

/** Tells the last stage of each pipeline all that its stages read from others, where one of them reads more than the stage before. */
function withReads(
  path: ScheduledPath,
  firstOf: ReadonlyMap<string, string>,
  before: string | null,
): ScheduledPath {
  let previous = before;
  let read: readonly (string | null)[] = [];
  let isPlain = true;
  const mapped = (reads: ScheduledStage['reads']): (string | null)[] | undefined =>
    reads?.map((name) => (name === null ? null : (firstOf.get(name) ?? name)));
  const stages = path.stages.map((stage) => {
    const pipeline = firstOf.get(stage.name) ?? stage.name;
    if (previous !== pipeline) [read, isPlain] = [[], true];
    const own = mapped(stage.reads) ?? [previous];
    read = [...new Set([...read, ...own])].filter((name) => name !== pipeline);
    isPlain &&= stage.reads === undefined;
    previous = pipeline;
    const exits = stage.exits?.map((e) => (e.reads ? { ...e, reads: mapped(e.reads) ?? [] } : e));
    return { ...stage, ...(exits && { exits }), ...(!isPlain && { reads: read }) };
  });
  const { decision } = path;
  if (decision === undefined) return { ...path, stages };
  const cases = decision.cases.map((c) => ({
    ...withReads(c, firstOf, previous),
    name: c.name,
    rate: c.rate,
  }));
  return { ...path, stages, decision: { ...decision, cases } };
}

function note(map: Map<string, Set<string>>, key: string, value: string): void {
  const own = map.get(key);
  if (own) own.add(value);
  else map.set(key, new Set([value]));
}
