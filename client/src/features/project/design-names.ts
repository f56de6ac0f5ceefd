/** Messages of Vitis HLS and Vivado that name no file: functions, cells and pblocks in them are the design's. */

/** `[file, line, column, end line, end column]`, empty where it is not known. */
type Span = readonly number[];

/** Of `exeunt-lines.json`: what tools call the parts of the design. Exports of earlier versions have none. */
export interface NamedPlaces {
  /** By top function: the module, and each process of its kernel. */
  readonly modules?: Readonly<
    Record<string, { readonly place: Span; readonly processes: Readonly<Record<string, Span>> }>
  >;
  /** By cell of the block design. */
  readonly regions?: Readonly<Record<string, { readonly place: Span; readonly modules: readonly string[] }>>;
}

/**
 * The line of what a message names: a layer's process, else its module, else its region. A layer is looked for in the
 * modules that are named, or in those of the region that is, before all others.
 */
export function placeByName({ modules = {}, regions = {} }: NamedPlaces, message: string): Span | undefined {
  const names = namesIn(message);
  if (names.length === 0) return undefined;
  const region = longest(Object.keys(regions), names);
  const held = region === undefined ? [] : (regions[region]?.modules ?? []);
  const module = longest(held, names) ?? longest(Object.keys(modules), names);
  const searched = module !== undefined ? [module] : held.length > 0 ? held : Object.keys(modules);
  const processes = new Map(searched.flatMap((top) => Object.entries(modules[top]?.processes ?? {})));
  // What names the module or region is not a layer that is called alike.
  const rest = names.map((name) => without(without(name, region), module));
  const process = longest([...processes.keys()], rest);
  const span =
    (process === undefined ? undefined : processes.get(process)) ??
    (module === undefined ? undefined : modules[module]?.place) ??
    (region === undefined ? undefined : regions[region]?.place);
  return span && span.length > 0 ? span : undefined;
}

/**
 * Words that are names: in quotes, parts of a path, with an underscore, or behind a word that announces one. Prose is
 * not: a layer may be called `input` or `pool`.
 */
function namesIn(message: string): string[] {
  const quoted = [...message.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, name = '']) => name);
  const words = message.split(/\s+/).filter((word) => /[/_]/.test(word));
  const announced = [
    ...message.matchAll(/\b(?:function|cell|instance|module|pblock|process|design|region)\s+(\w+)/gi),
  ].map(([, name = '']) => name);
  return [...quoted, ...words, ...announced].flatMap((name) => name.split(/[^\w]+/)).filter((n) => n !== '');
}

/** The longest of the known names that one of the others holds between underscores. */
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
