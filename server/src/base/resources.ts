/**
 * An amount of each kind of fabric resource. Block RAM is counted in RAMB18 (half a 36 kbit block).
 *
 * If part of a layer is not modelled, its amounts are lower bounds, and so is every sum and maximum that includes them.
 */
export interface Resources {
  readonly lut: number;
  readonly ff: number;
  readonly dsp: number;
  readonly bram18: number;
  readonly uram: number;
  /** Kinds whose amount is a lower bound because something is not modelled. Absent if there are none. */
  readonly atLeast?: readonly ResourceKind[];
}

export type ResourceKind = 'lut' | 'ff' | 'dsp' | 'bram18' | 'uram';

export const resourceKinds: readonly ResourceKind[] = ['lut', 'ff', 'dsp', 'bram18', 'uram'];

/** As data sheets and reports of Vivado call them. */
export const resourceNames: Readonly<Record<ResourceKind, string>> = {
  lut: 'LUT',
  ff: 'FF',
  dsp: 'DSP',
  bram18: 'RAMB18',
  uram: 'URAM',
};

export const noResources: Resources = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

/** The amounts of something about which nothing is known. */
export const unknownResources: Resources = { ...noResources, atLeast: resourceKinds };

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
  return boundedBy(
    combine(a, b, (x, y) => x + y),
    a,
    b,
  );
}

/** The larger of both for each kind: what a region needs in order to hold any of its modules. */
export function maxResources(a: Resources, b: Resources): Resources {
  return boundedBy(
    combine(a, b, (x, y) => Math.max(x, y)),
    a,
    b,
  );
}

/** The same amounts, with those of `kinds` marked as lower bounds. */
export function atLeast(amounts: Resources, kinds: readonly ResourceKind[]): Resources {
  const open = resourceKinds.filter((kind) => kinds.includes(kind) || isAtLeast(amounts, kind));
  const { lut, ff, dsp, bram18, uram } = amounts;
  return open.length === 0 ? amounts : { lut, ff, dsp, bram18, uram, atLeast: open };
}

/** Whether the amount of a kind, or of any, is a lower bound. */
export function isAtLeast({ atLeast: kinds }: Resources, kind?: ResourceKind): boolean {
  return kinds !== undefined && (kind === undefined || kinds.includes(kind));
}

/** A sum or maximum is a lower bound if one of its parts is. */
function boundedBy(made: Resources, a: Resources, b: Resources): Resources {
  if (a.atLeast === undefined && b.atLeast === undefined) return made;
  return atLeast(made, [...(a.atLeast ?? []), ...(b.atLeast ?? [])]);
}
