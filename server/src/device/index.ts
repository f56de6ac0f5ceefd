/** The Zynq model: parts, pblocks, partial bitstreams, configuration ports. Pure: it uses no files and no clock. */
export { bytesOfRowWords, fullBitstreamBytes, partialBitstreamBytes, rowWords } from './bitstream';
export { sharedBramWords } from './ultrascale-words';
export { boardNames, lookupBoard, type Board } from './boards';
export { lookupPart, partByBase, partNames, orderableExample } from './catalogue';
export type { Column } from './column';
export { boxesOf, type Box } from './coverage';
export { intersect, type Intervals } from './intervals';
export type { Hole } from './data-types';
export type { Part } from './part';
export { isOrderable, vivadoPartName } from './part-name';
export { evaluatePblock, type BytesBand, type PblockFigures, type Rectangle } from './pblock';
export {
  formatRange,
  parsePblock,
  siteGrid,
  type PblockProblem,
  type SiteKind,
  type SiteRange,
  type UnmodelledRange,
} from './pblock-syntax';
export { loadNs, portOf, type Port } from './ports';
export { cpuOf, memoryOf } from './processing-system';
export { snap, type Snapped } from './snapping';
export { freeRows, type Unit } from './units';
export { readXdc } from './xdc/read-xdc';
export { regionText, regionsOf, settingLines, type XdcRegion } from './xdc/regions';
export { xdcRuns } from './xdc/runs';
export { countResources } from './column-resources';
export type { Family } from './data-types';
export { nearestNames } from './nearest';
