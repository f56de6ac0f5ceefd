import type { PowerParts } from '../analysis/figures/measured';
import type { ReadReport } from './report';
import { header } from './vivado-report';

export const powerTitle = /^Power Report$|\|\s*Total On-Chip Power \(W\)/m;

/** `report_power`: the watts of its summary and of its components. Below what it resolves, `<0.001`, counts as that bound in totals. */
export function readPower(text: string): ReadReport {
  const cell = (name: string): string | undefined =>
    new RegExp(`^\\|\\s*${name}\\s*\\|\\s*(.*?)\\s*\\|`, 'm').exec(text)?.[1];
  const watts = (name: string): number | undefined => {
    const found = /^<?(\d+(?:\.\d+)?)/.exec(cell(`${name} \\(W\\)`) ?? '')?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const totalW = watts('Total On-Chip Power');
  if (totalW === undefined) return { error: 'it has no total on-chip power: the file is cut off' };
  const clocks = constraintsNs(text);
  if (clocks?.length === 0)
    return {
      error: `its design has no clock constraint, so its ${totalW} W say nothing: report_power then takes rates of its own; constrain the clock, as the exported project does, and report again`,
    };
  const [dynamicW, staticW] = [watts('Dynamic'), watts('Device Static')];
  const confidence = cell('Confidence Level');
  const parts = partsOf(text);
  const junctionC = Number(cell('Junction Temperature \\(C\\)'));
  return {
    kind: 'power',
    ...header(text),
    totalW,
    ...(dynamicW !== undefined && { dynamicW }),
    ...(staticW !== undefined && { staticW }),
    ...(confidence !== undefined && confidence !== '' && { confidence }),
    ...(clocks !== undefined && { clockHz: 1e9 / Math.min(...clocks) }),
    ...(Number.isFinite(junctionC) && { junctionC }),
    ...(parts && { parts }),
  };
}

/** Periods of the table of clock constraints; undefined in a file that has no such table. */
function constraintsNs(text: string): number[] | undefined {
  const from = /^(?:\d+(?:\.\d+)*\s+)?Clock Constraints\s*$/gm;
  // The first is in the table of contents.
  const places = [...text.matchAll(from)].map((m) => m.index + m[0].length);
  const start = places.at(-1);
  if (start === undefined) return undefined;
  const section = text.slice(start).split(/^\d+(?:\.\d+)*\.?\s+\S/m)[0] ?? '';
  if (!/\|\s*Constraint \(ns\)/.test(section)) return undefined;
  return section.split('\n').flatMap((line) => {
    const period = Number(/^\|.*\|\s*(\d+(?:\.\d+)?)\s*\|\s*$/.exec(line)?.[1]);
    return period > 0 ? [period] : [];
  });
}

/** Of the table of components; a value below what the report resolves is half of that. */
function partsOf(text: string): PowerParts | undefined {
  const row = (name: RegExp): { readonly watts: number; readonly used: number } | undefined => {
    for (const line of text.split('\n')) {
      const cells = line.split('|').map((each) => each.trim());
      if (!name.test(cells[1] ?? '')) continue;
      const below = cells[2]?.startsWith('<') ? 0.5 : 1;
      const [watts, used] = [Number(cells[2]?.replace('<', '')) * below, Number(cells[3])];
      if (Number.isFinite(watts)) return { watts, used: Number.isFinite(used) ? used : 0 };
    }
    return undefined;
  };
  const [clocks, logic, signals] = [row(/^Clocks$/), row(/^(?:Slice|CLB) Logic$/), row(/^Signals$/)];
  const [luts, registers] = [row(/^LUT as Logic$/), row(/^Register$/)];
  if (clocks === undefined || logic === undefined || signals === undefined || luts === undefined)
    return undefined;
  const [memories, multipliers] = [row(/^Block RAM$/), row(/^DSPs$/)];
  const system = row(/^PS[78]$/);
  return {
    clocksW: clocks.watts,
    logicW: logic.watts + signals.watts,
    bramW: memories?.watts ?? 0,
    dspW: multipliers?.watts ?? 0,
    psW: system?.watts ?? 0,
    lut: luts.used + (row(/^LUT as (?:Distributed RAM|Shift Register)$/)?.used ?? 0),
    ff: registers?.used ?? 0,
    bram18: 2 * (memories?.used ?? 0),
    dsp: multipliers?.used ?? 0,
  };
}
