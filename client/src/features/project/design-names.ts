/** Maps messages of Vitis HLS and Vivado without a file to the design, by the functions, cells and pblocks that they name. */

/** `[file, line, column, end line, end column]`, or empty if unknown. */
type Span = readonly number[];

/** Part of `exeunt-lines.json`: names of the design's parts in tools. Exports of earlier versions have none. */
export interface NamedPlaces {
  /** Keyed by top function: the module, and each process of its kernel. */
  readonly modules?: Readonly<
    Record<string, { readonly place: Span; readonly processes: Readonly<Record<string, Span>> }>
  >;
  /** Keyed by cell of the block design. */
  readonly regions?: Readonly<Record<string, { readonly place: Span; readonly modules: readonly string[] }>>;
}

/**
 * The line that a message's names refer to: a layer's process, otherwise its module, otherwise its region. A layer is
 * looked for first in the modules that the message names, or in those of a named region, then in all others.
 */
export function placeByName({ modules = {}, regions = {} }: NamedPlaces, message: string): Span | undefined {
  const names = namesIn(message);
  if (names.length === 0) return undefined;
  const region = longest(Object.keys(regions), names);
  const held = region === undefined ? [] : (regions[region]?.modules ?? []);
  const module = longest(held, names) ?? longest(Object.keys(modules), names);
  const searched = module !== undefined ? [module] : held.length > 0 ? held : Object.keys(modules);
  const processes = new Map(searched.flatMap((top) => Object.entries(modules[top]?.processes ?? {})));
  // Remove the names of the module and region, so that a layer of the same name does not match them.
  const rest = names.map((name) => without(without(name, region), module));
  const process = longest([...processes.keys()], rest);
  const span =
    (process === undefined ? undefined : processes.get(process)) ??
    (module === undefined ? undefined : modules[module]?.place) ??
    (region === undefined ? undefined : regions[region]?.place);
  return span && span.length > 0 ? span : undefined;
}

/**
 * Words of a message that are names: in quotes, parts of a path, with an underscore, or after a word that announces a
 * name. Plain prose is skipped: a layer may be called `input` or `pool`.
 */
function namesIn(message: string): string[] {
  const quoted = [...message.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, name = '']) => name);
  const words = message.split(/\s+/).filter((word) => /[/_]/.test(word));
  const announced = [
    ...message.matchAll(/\b(?:function|cell|instance|module|pblock|process|design|region)\s+(\w+)/gi),
  ].map(([, name = '']) => name);
  return [...quoted, ...words, ...announced].flatMap((name) => name.split(/[^\w]+/)).filter((n) => n !== '');
}

/** The longest known name that appears in one of `names`, delimited by underscores. */
function longest(known: readonly string[], names: readonly string[]): string | undefined {
  return known
    .filter((each) => names.some((name) => holds(name, each)))
    .reduce<string | undefined>(
      (best, each) => (best === undefined || each.length > best.length ? each : best),
      undefined,
    );
}

function holds(name: string, part: string): boolean {
  return `_${name}_`.toLowerCase().includes(`_${part.toLowerCase()}_`);
}

function without(name: string, part: string | undefined): string {
  if (part === undefined || !holds(name, part)) return name;
  return `_${name}_`.replace(new RegExp(`_${part}_`, 'i'), '_').replace(/^_|_$/g, '');
}
