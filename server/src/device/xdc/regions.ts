/** Regions of a design from the pblocks of a constraint file. */
import { nameText } from '../../../../grammar/src/index';
import type { Family } from '../data-types';
import { isStatic } from '../hard-sites';
import type { XdcFile, XdcPblock } from './read-xdc';
import { spelled } from './spelled';

export interface XdcRegion {
  readonly name: string;
  readonly ranges: readonly string[];
  /** Lines beside `pblock`: `snapping on`, `reset off`. */
  readonly settings: readonly string[];
}

export interface XdcRegions {
  readonly regions: readonly XdcRegion[];
  /** What is left out, a sentence each. */
  readonly notes: readonly string[];
}

/** Without these a design says the same: cells are named by the region, and a reconfigurable pblock contains its routing. */
const implied: Readonly<Record<string, RegExp>> = {
  CONTAIN_ROUTING: /^(?:1|true|yes)$/i,
  EXCLUDE_PLACEMENT: /^(?:1|true|yes)$/i,
  IS_SOFT: /^(?:0|false|no)$/i,
};

/** The pblocks that can be reconfigurable regions, and in words what is left out. */
export function regionsOf({ pblocks, notes, others }: XdcFile, family: Family | undefined): XdcRegions {
  const told = notes.map(({ line, message }) => `line ${line + 1}: ${message}`);
  const regions: XdcRegion[] = [];
  for (const pblock of pblocks) {
    const reason = notARegion(pblock);
    if (reason !== undefined) {
      told.push(`pblock ${pblock.name} is left out: ${reason}`);
      continue;
    }
    told.push(...leftOut(pblock));
    regions.push({
      name: uniqueIn(regions, pblock.name.replace(/^pblock_(?=\p{L})/iu, '')),
      ranges: pblock.ranges,
      settings: settingsOf(pblock, family),
    });
  }
  if (others.size > 0) {
    const names = [...others.keys()].slice(0, MOST_NAMED).join(', ');
    const count = [...others.values()].reduce((sum, n) => sum + n, 0);
    const more = others.size > MOST_NAMED ? ' and others' : '';
    told.push(
      `${count} ${count === 1 ? 'command' : 'commands'} about other things left out: ${names}${more}`,
    );
  }
  return { regions, notes: told };
}

const MOST_NAMED = 5;

/** A block of the language, one range a line. */
export function regionText(region: XdcRegion): string {
  return `region ${nameText(region.name)} {\n${settingLines(region, '  ').join('\n')}\n}\n`;
}

/** `pblock` with its ranges below each other, and the settings. */
export function settingLines({ ranges, settings }: XdcRegion, indent: string): string[] {
  return [
    ...ranges.map((range, index) => `${indent}${index === 0 ? 'pblock' : '      '} ${range}`),
    ...settings.map((setting) => indent + setting),
  ];
}

function notARegion({ ranges, properties }: XdcPblock): string | undefined {
  if (ranges.length === 0) return 'it has no ranges';
  const parent = properties.get('PARENT');
  if (parent !== undefined && !/^root$/i.test(parent)) return `it lies in ${parent}`;
  const fixed = ranges.map((range) => spelled(range)?.kind ?? '').find((kind) => isStatic(kind));
  return fixed === undefined ? undefined : `it holds ${fixed} sites, so it is static`;
}

function settingsOf({ properties }: XdcPblock, family: Family | undefined): string[] {
  const snapping = /^(?:on|routing|fine_grained|1|true|yes)$/i.test(properties.get('SNAPPING_MODE') ?? '');
  // Vivado's default is off, the language's is on; UltraScale+ always resets.
  const reset = /^(?:1|true|yes|on)$/i.test(properties.get('RESET_AFTER_RECONFIG') ?? '');
  return [...(snapping ? ['snapping on'] : []), ...(reset || family === 'ultrascale+' ? [] : ['reset off'])];
}

function leftOut({ name, properties, cells }: XdcPblock): string[] {
  const known = new Set(['SNAPPING_MODE', 'RESET_AFTER_RECONFIG', 'PARENT']);
  const others = [...properties].filter(([key, value]) => !known.has(key) && !implied[key]?.test(value));
  const more =
    cells.length > 1 ? [`pblock ${name}: only the pblock of its ${cells.length} cells is taken`] : [];
  return [
    ...more,
    ...others.map(
      ([key, value]) => `pblock ${name}: ${key} ${value} is left out; a design has no such setting`,
    ),
  ];
}

function uniqueIn(regions: readonly XdcRegion[], wanted: string): string {
  let name = wanted;
  for (let n = 2; regions.some((r) => r.name === name); n += 1) name = `${wanted}_${n}`;
  return name;
}
