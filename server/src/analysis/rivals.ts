import type { StaticRival } from '../schedule/index';
import type { Design } from '../semantics/design';
import type { LayerList, Target } from './analysis';

/** The same network on the same part without reconfiguration. */
export interface Rivals {
  readonly resident?: StaticRival;
  readonly withoutExits?: StaticRival;
}

export function rivalsOf(_design: Design, _lists: readonly LayerList[], _target: Target): Rivals {
  return {};
}
