/** The Zynq model: parts, pblocks, partial bitstreams, configuration ports. Pure: no files, no clock. */
export { boardNames, lookupBoard, type Board, type BoardLookup } from './boards';
export { bytesOfRowWords, fullBitstreamBytes, rowWords } from './bitstream';
export { lookupPart, partByBase, partNames, type PartLookup } from './catalogue';
export type { Column, ColumnKind } from './column';
export { boxesOf, intersect, type Box, type Coverage, type Intervals } from './coverage';
export type { Family, Hole, HoleKind, Totals } from './data-types';
export { type ClockRegion, type Part } from './part';
export { evaluatePblock, type PblockFigures, type PblockOptions, type Rectangle } from './pblock';
export {
  formatRange,
  parsePblock,
  siteGrid,
  type ParsedPblock,
  type PblockProblem,
  type SiteKind,
  type SiteRange,
} from './pblock-syntax';
export { loadNs, portOf, type Port, type PortKind, type StatedPort } from './ports';
export { cpuOf, memoryOf, type Cpu, type Memory } from './processing-system';
export { snap, type Snapped } from './snapping';
export type { Unit } from './units';
