/** Parses orderable part names and checks them against data sheets. */
import type { PartData } from './data-types';

/** The elements of an orderable part name, in lower case; the temperature is a letter such as `e` or `i`. */
export interface PartName {
  /** Key of the data: `xc7z020`, `xczu9`. */
  readonly base: string;
  /** UltraScale+ processor variant: `cg`, `eg` or `ev`. */
  readonly variant?: string;
  readonly package?: string;
  readonly speed?: string;
  readonly temperature?: string;
}

/** Zynq-7000 `xc7z020clg400-1`, also the industrial low-power form `xc7z020iclg400-1l`; XA and XQ are the same silicon. */
const zynq7000 = /^x[caq](7z\d{3}(?:s(?!b[gv]\d))?)(i?)(?:-?([a-z]{2,3}\d{3,4}))?(?:-([123]l?[eiq]?))?$/;
/** Zynq UltraScale+ `xczu9eg-ffvb1156-2-e`. */
const ultrascale =
  /^x[caq](zu\d{1,2}t?)(cg|eg|ev|dr)?(?:-?([a-z]{4}\d{3,4}))?(?:-([123](?:l|lv|lvi|h)?)(?:-([eicqm]))?)?$/;
/** Kria modules have UltraScale+ silicon under names of their own (DS987, DS988). */
const kria = /^(xck26|xck24)(?:-?([a-z]{4}\d{3,4}))?(?:-([123](?:l|lv)?)(?:-([eicqm]))?)?$/;
const kriaSilicon: Record<string, { base: string; variant: string }> = {
  xck26: { base: 'xczu5', variant: 'ev' },
  xck24: { base: 'xczu3', variant: 'eg' },
};

export function parsePartName(written: string): PartName | undefined {
  const name = written.trim().toLowerCase().replace(/\s+/g, '');
  const old = zynq7000.exec(name);
  if (old) return named({ base: `xc${old[1]}`, package: old[3], speed: old[4], temperature: old[2] });
  const kit = kria.exec(name);
  const silicon = kit ? kriaSilicon[kit[1] ?? ''] : undefined;
  if (kit && silicon) return named({ ...silicon, package: kit[2], speed: kit[3], temperature: kit[4] });
  const plus = ultrascale.exec(name);
  if (!plus) return undefined;
  return named({
    base: `xc${plus[1]}`,
    variant: plus[2],
    package: plus[3],
    speed: plus[4],
    temperature: plus[5],
  });
}

function named(pieces: { base: string } & Record<string, string | undefined>): PartName {
  const present = Object.entries(pieces).filter(([, value]) => value !== undefined && value !== '');
  return { base: pieces.base, ...Object.fromEntries(present) };
}

/** Whether a name is complete, as Vivado requires: `xc7z020clg400-1`, `xczu3eg-sbva484-1-e`, `xck26-sfvc784-2LV-c`. */
export function isOrderable(part: string): boolean {
  const name = part.trim().toLowerCase();
  return /^x[caq]7z\d+s?i?-?[a-z]{2,3}\d+-\w+$|^x[caq](zu\d+[a-z]{2}|k\d+)-[a-z]+\d+-\w+-\w$/.test(name);
}

/** A complete name as Vivado lists it: in lower case but for the letters of the speed grade, `xck26-sfvc784-2LV-c`. */
export function vivadoPartName(part: string): string {
  const name = part.trim().toLowerCase();
  return name.replace(/-([123])([a-z]+)(-[a-z])?$/, (_, speed: string, letters: string, rest = '') =>
    rest === '' && !letters.startsWith('l')
      ? `-${speed}${letters}`
      : `-${speed}${letters.toUpperCase()}${rest}`,
  );
}

/** Elements of a name that disagree with the data sheet; the geometry is known nevertheless. */
export function doubtsAbout(name: PartName, { packages, variants }: PartData): string[] {
  const doubts: string[] = [];
  if (name.package !== undefined && !packages.includes(name.package))
    doubts.push(`no package ${name.package} of ${name.base} is known, only ${packages.join(', ')}`);
  const known = variants?.join(', ') ?? '';
  if (name.variant !== undefined && variants?.includes(name.variant) !== true)
    doubts.push(`${name.base} is not sold as ${name.variant}, only as ${known}`);
  if (variants !== undefined && name.package !== undefined && name.variant === undefined)
    doubts.push(`${name.base} needs one of ${known} before its package`);
  return doubts;
}
