/** Faults that a server is made to have for a while: what it calls throws. */
import { rules } from '../../server/src/diagnostics/rules/index';
import { Analyses } from '../../server/src/lsp/analyses';
import { ReadyPlans } from '../../server/src/lsp/ready-plans';
import { ResultIds } from '../../server/src/lsp/features/result-ids';
import { ClientSettings } from '../../server/src/lsp/settings';
import { Documents } from '../../server/src/workspace/documents';
import { LineIndex } from '../../server/src/workspace/positions';

/** Names of what can be made to throw: a rule by its code, or a method that handlers call. */
export const faultPoints = [
  'Documents.closure',
  'Documents.list',
  'Analyses.of',
  'Analyses.settled',
  'ClientSettings.of',
  'ReadyPlans.begin',
  'ReadyPlans.ready',
  'ReadyPlans.wait',
  'ResultIds.report',
  'LineIndex.positionAt',
  ...rules.map((rule) => rule.code),
];

const classes: Readonly<Record<string, { readonly prototype: object }>> = {
  Documents,
  Analyses,
  ClientSettings,
  ReadyPlans,
  ResultIds,
  LineIndex,
};

export class Injected extends Error {
  constructor() {
    super('injected');
  }
}

export interface Fault {
  /** How often it has thrown. */
  thrown(): number;
  mend(): void;
}

export function breakAt(point: string): Fault {
  let times = 0;
  const fail = (): never => {
    times++;
    throw new Injected();
  };
  const [holder, key] = holderOf(point);
  const whole = Reflect.getOwnPropertyDescriptor(holder, key);
  Reflect.set(holder, key, fail);
  return {
    thrown: () => times,
    mend: () => {
      if (whole) Reflect.defineProperty(holder, key, whole);
    },
  };
}

function holderOf(point: string): [object, string] {
  const [name = '', method] = point.split('.');
  if (method !== undefined) return [classes[name]?.prototype ?? {}, method];
  const rule = rules.find((r) => r.code === name);
  return [rule ?? {}, 'check'];
}
