import type { Family } from './data-types';

/** The pieces of an orderable part name, lower case; the temperature is a letter such as `e` or `i`. */
export interface PartName {
  /** Key of the data: `xc7z020`, `xczu9`. */
  readonly base: string;
  /** UltraScale+ processor variant: `cg`, `eg` or `ev`. */
  readonly variant?: string;
  readonly package?: string;
  readonly speed?: string;
  readonly temperature?: string;
}

/** Zynq-7000 `xc7z020clg400-1`, with the industrial low-power form `xc7z020iclg400-1l`; XA and XQ are the same silicon. */
const zynq7000 = /^x[caq](7z\d{3}(?:s(?!b[gv]\d))?)(i?)(?:-?([a-z]{2,3}\d{3,4}))?(?:-([123]l?[eiq]?))?$/;
/** Zynq UltraScale+ `xczu9eg-ffvb1156-2-e`. */
const ultrascale =
  /^x[caq](zu\d{1,2})(cg|eg|ev|dr)?(?:-?([a-z]{4}\d{3,4}))?(?:-([123](?:l|lv|lvi|h)?)(?:-([eicqm]))?)?$/;
/** Kria modules carry UltraScale+ silicon under names of their own (DS987, DS988). */
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

/** Whether a name has what Vivado wants: `xc7z020clg400-1`, `xczu3eg-sbva484-1-e`, `xck26-sfvc784-2lv-c`. */
export function isOrderable(part: string): boolean {
  const name = part.trim().toLowerCase();
  return /^x[caq]7z\d+s?i?-?[a-z]{2,3}\d+-\w+$|^x[caq](zu\d+[a-z]{2}|k\d+)-[a-z]+\d+-\w+-\w$/.test(name);
}

/** A whole name of the same silicon: the first package that it is sold in, slowest. Undefined where none is known. */
export function orderableExample(part: string): string | undefined {
  const name = parsePartName(part);
  const module = /^xck\d+/.exec(part.trim().toLowerCase())?.[0];
  if (module !== undefined) return `${module}-sfvc784-2lv-c`;
  const [sold] = packages[name?.base ?? '']?.split(' ') ?? [];
  if (name === undefined || sold === undefined) return undefined;
  const own = name.package ?? sold;
  if (name.base.startsWith('xc7z')) return `${name.base}${own}-1`;
  const [variant = ''] = variants[name.base]?.split(' ') ?? [];
  return `${name.base}${name.variant ?? variant}-${own}-1-e`;
}

/** Packages a part is sold in, to be found in DS190 and DS891; entered without them at hand, hence a doubt and never an error. */
const packages: Record<string, string> = {
  xc7z007s: 'clg225 clg400',
  xc7z010: 'clg225 clg400',
  xc7z012s: 'clg485',
  xc7z014s: 'clg400 clg484',
  xc7z015: 'clg485',
  xc7z020: 'clg400 clg484',
  xc7z030: 'sbg485 fbg484 fbg676 ffg676 sbv485 fbv484 fbv676 ffv676',
  xc7z035: 'fbg676 ffg676 ffg900 fbv676 ffv676 ffv900',
  xc7z045: 'fbg676 ffg676 ffg900 fbv676 ffv676 ffv900',
  xc7z100: 'ffg900 ffg1156 ffv900 ffv1156',
  xczu1: 'sbva484 sfva625 sfvc784 ubva494',
  xczu2: 'sbva484 sfva625 sfvc784 ubva530',
  xczu3: 'sbva484 sfva625 sfvc784 ubva530',
  xczu4: 'sfvc784 fbvb900',
  xczu5: 'sfvc784 fbvb900',
  xczu6: 'ffvc900 ffvb1156',
  xczu7: 'fbvb900 ffvc1156 ffvf1517',
  xczu9: 'ffvc900 ffvb1156',
  xczu11: 'ffvc1156 ffvb1517 ffvf1517 ffvc1760',
  xczu15: 'ffvc900 ffvb1156',
  xczu17: 'ffvb1517 ffvc1760 ffvd1760 ffve1924',
  xczu19: 'ffvb1517 ffvc1760 ffvd1760 ffve1924',
};

/** Processor variants by device, to be found in DS891: EV with the video codec, CG with two cores. */
const variants: Record<string, string> = {
  xczu1: 'cg eg',
  xczu2: 'cg eg',
  xczu3: 'cg eg',
  xczu4: 'cg eg ev',
  xczu5: 'cg eg ev',
  xczu6: 'cg eg',
  xczu7: 'cg eg ev',
  xczu9: 'cg eg',
  xczu11: 'eg',
  xczu15: 'eg',
  xczu17: 'eg',
  xczu19: 'eg',
};

/** What of a name disagrees with the data sheet; the geometry is known all the same. */
export function doubtsAbout(name: PartName, family: Family): string[] {
  const doubts: string[] = [];
  const sold = packages[name.base]?.split(' ') ?? [];
  if (name.package !== undefined && !sold.includes(name.package))
    doubts.push(`no package ${name.package} of ${name.base} is known; known are ${sold.join(', ')}`);
  const known = variants[name.base]?.split(' ') ?? [];
  if (name.variant !== undefined && !known.includes(name.variant))
    doubts.push(`${name.base} is not sold as ${name.variant}; known are ${known.join(', ')}`);
  if (family === 'ultrascale+' && name.package !== undefined && name.variant === undefined)
    doubts.push(`${name.base} needs one of ${known.join(', ')} before its package`);
  return doubts;
}
