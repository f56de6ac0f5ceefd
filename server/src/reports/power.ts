import type { ReadReport } from './report';
import { header } from './vivado-report';

export const powerTitle = /^Power Report$|\|\s*Total On-Chip Power \(W\)/m;

/** `report_power`: the watts of its summary. `<0.001` counts as that bound. */
export function readPower(text: string): ReadReport {
  const cell = (name: string): string | undefined =>
    new RegExp(`^\\|\\s*${name}\\s*\\|\\s*(.*?)\\s*\\|`, 'm').exec(text)?.[1];
  const watts = (name: string): number | undefined => {
    const found = /^<?(\d+(?:\.\d+)?)/.exec(cell(`${name} \\(W\\)`) ?? '')?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const totalW = watts('Total On-Chip Power');
  if (totalW === undefined) return { error: 'it has no total on-chip power: the file is cut off' };
  const [dynamicW, staticW] = [watts('Dynamic'), watts('Device Static')];
  const confidence = cell('Confidence Level');
  return {
    kind: 'power',
    ...header(text),
    totalW,
    ...(dynamicW !== undefined && { dynamicW }),
    ...(staticW !== undefined && { staticW }),
    ...(confidence !== undefined && confidence !== '' && { confidence }),
  };
}
