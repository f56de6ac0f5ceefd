/** Binds the place where a stage, exit or switch runs. */
import type { Name, Setting } from '../../../grammar/src/index';
import type { Origin, PlaceSpec } from './design';
import type { Reader } from './reader';
import { type SymbolTable, resolve } from './symbols';

/** The place of a stage, exit or switch: a region, `static` (the default) or `cpu`. */
export function bindPlace(
  symbols: SymbolTable,
  reader: Reader,
  name: Name | undefined,
): { place: PlaceSpec; placeOrigin?: Origin } {
  if (name === undefined) return { place: { kind: 'static' } };
  const placeOrigin = reader.at(name.span);
  if (!name.quoted && (name.text === 'static' || name.text === 'cpu')) {
    return { place: { kind: name.text }, placeOrigin };
  }
  const region = resolve(symbols, name, placeOrigin, 'place', reader.report);
  // An unknown place has been reported; with `static` everything else can still be checked.
  return { place: region ? { kind: 'region', region: region.name } : { kind: 'static' }, placeOrigin };
}

/** The name in a setting, which may be one of the language's own words. */
export function nameIn(setting: Setting | undefined): Name | undefined {
  const value = setting?.values[0];
  if (value?.kind === 'name') return value;
  return value?.kind === 'word'
    ? { kind: 'name', text: value.text, quoted: false, span: value.span }
    : undefined;
}
