/** An amount of each kind of fabric resource. Block RAM is counted in RAMB18 (half a 36 kbit block). */
export interface Resources {
  readonly lut: number;
  readonly ff: number;
  readonly dsp: number;
  readonly bram18: number;
  readonly uram: number;
}

export type ResourceKind = keyof Resources;

export const resourceKinds: readonly ResourceKind[] = ['lut', 'ff', 'dsp', 'bram18', 'uram'];

export const noResources: Resources = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

export function combine(
  a: Resources,
  b: Resources,
  f: (x: number, y: number, kind: ResourceKind) => number,
): Resources {
  return {
    lut: f(a.lut, b.lut, 'lut'),
    ff: f(a.ff, b.ff, 'ff'),
    dsp: f(a.dsp, b.dsp, 'dsp'),
    bram18: f(a.bram18, b.bram18, 'bram18'),
    uram: f(a.uram, b.uram, 'uram'),
  };
}

export function addResources(a: Resources, b: Resources): Resources {
  return combine(a, b, (x, y) => x + y);
}

/** The larger of both, kind by kind: what a region must hold for any of its modules. */
export function maxResources(a: Resources, b: Resources): Resources {
  return combine(a, b, (x, y) => Math.max(x, y));
}
