/** Finds parts by name. */
import { allParts } from './data/all';
import type { PartData } from './data-types';
import { nearestNames } from './nearest';
import { expandPart, type Part } from './part';
import { doubtsAbout, parsePartName, type PartName } from './part-name';

export type PartLookup =
  | ({ readonly ok: Part; readonly doubts: readonly string[] } & PartName)
  | { readonly error: string; readonly nearest: readonly string[] };

const data = new Map<string, PartData>(allParts.map((part) => [part.name, part]));
const expanded = new Map<string, Part>();

export const partNames: readonly string[] = allParts.map((part) => part.name);

/**
 * Finds a part by its full name (`xc7z020clg400-1`, `xczu9eg-ffvb1156-2-e`) or the name of its silicon (`xc7z020`, `xczu9`).
 * A package or variant that the data sheet does not list gives a doubt, not an error.
 */
export function lookupPart(name: string): PartLookup {
  const parsed = parsePartName(name);
  const part = parsed && partByBase(parsed.base);
  const facts = parsed && data.get(parsed.base);
  if (!parsed || !part || !facts) {
    const nearest = nearestNames(baseOf(name), partNames);
    const reason = parsed
      ? `the geometry of ${parsed.base} is not known`
      : `'${name}' is not the name of a Zynq part`;
    return { error: reason, nearest };
  }
  return { ...parsed, ok: part, doubts: doubtsAbout(parsed, facts) };
}

/** A complete name for the same silicon: its first package, slowest speed grade. Undefined if no package is known. */
export function orderableExample(part: string): string | undefined {
  const module = /^xck\d+/.exec(part.trim().toLowerCase())?.[0];
  if (module !== undefined) return `${module}-sfvc784-2LV-c`;
  const name = parsePartName(part);
  const { packages = [], variants } = data.get(name?.base ?? '') ?? {};
  const [sold] = packages;
  if (name === undefined || sold === undefined) return undefined;
  const own = name.package ?? sold;
  if (variants === undefined) return `${name.base}${own}-1`;
  return `${name.base}${name.variant ?? variants[0] ?? ''}-${own}-1-e`;
}

/** Expands a part on first use; every caller gets the same object. */
export function partByBase(base: string): Part | undefined {
  const known = expanded.get(base);
  if (known) return known;
  const found = data.get(base);
  if (!found) return undefined;
  const part = expandPart(found);
  expanded.set(base, part);
  return part;
}

/** The silicon in a misspelt full name: everything before the package. */
function baseOf(name: string): string {
  const lower = name.trim().toLowerCase();
  return /^x?c?(?:7z\d*s?|zu\d*)/.exec(lower)?.[0] ?? lower.slice(0, 9);
}
