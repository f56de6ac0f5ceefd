/** Every part that is known; one file each. */
import type { PartData } from '../data-types';
import { part as xc7z007s } from './xc7z007s';
import { part as xc7z010 } from './xc7z010';
import { part as xc7z012s } from './xc7z012s';
import { part as xc7z014s } from './xc7z014s';
import { part as xc7z015 } from './xc7z015';
import { part as xc7z020 } from './xc7z020';
import { part as xc7z030 } from './xc7z030';
import { part as xc7z035 } from './xc7z035';
import { part as xc7z045 } from './xc7z045';
import { part as xc7z100 } from './xc7z100';
import { part as xczu1 } from './xczu1';
import { part as xczu2 } from './xczu2';
import { part as xczu3 } from './xczu3';
import { part as xczu4 } from './xczu4';
import { part as xczu5 } from './xczu5';
import { part as xczu6 } from './xczu6';
import { part as xczu7 } from './xczu7';
import { part as xczu9 } from './xczu9';
import { part as xczu11 } from './xczu11';
import { part as xczu15 } from './xczu15';
import { part as xczu17 } from './xczu17';
import { part as xczu19 } from './xczu19';

export const allParts: readonly PartData[] = [
  xc7z007s,
  xc7z010,
  xc7z012s,
  xc7z014s,
  xc7z015,
  xc7z020,
  xc7z030,
  xc7z035,
  xc7z045,
  xc7z100,
  xczu1,
  xczu2,
  xczu3,
  xczu4,
  xczu5,
  xczu6,
  xczu7,
  xczu9,
  xczu11,
  xczu15,
  xczu17,
  xczu19,
];
