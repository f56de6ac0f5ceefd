/** All units of `hardware/`, with the parameters for which they are counted, and what each must do. */
import { decisions } from './decision-units';
import { requantisers } from './scaling-units';
import { pools, streams } from './stream-units';
import type { CountedUnit } from './unit';

export const countedUnits: readonly CountedUnit[] = [...requantisers, ...streams, ...pools, ...decisions];
