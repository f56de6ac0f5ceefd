/** Exports the floorplan as Vivado constraints. */
import type { Analysis, RegionFigures } from '../../analysis/analysis';
import { formatBytes, formatCount, formatNs, withBetween } from '../../base/format';
import type { ExportResult } from '../../base/protocol/messages';
import { cellNames } from './cells';

/**
 * The floorplan as Vivado constraints. XDC is not full Tcl: no `if`, `for`, `proc` or `source` in it.
 *
 * The cell of a region is expected as `system_i/<region>`: the container of the same name in a block design
 * called `system`. Properties are those of UG909, chapter "Floorplanning".
 */
export function pblocksXdc(
  analysis: Analysis,
  regions: readonly RegionFigures[] = analysis.regions,
): ExportResult {
  const { target } = analysis;
  if (target.part === undefined)
    return { error: 'The design names no known part: write `part` or `board` in a device block.' };
  if (regions.length === 0) return { error: 'The design has no region, so there is nothing to constrain.' };
  // What is legal and not modelled is Vivado's to judge.
  const unplaced = regions.find(
    (r) => (r.figures === undefined && r.unmodelled.length === 0) || r.pblock.length === 0,
  );
  if (unplaced) return { error: `Region ${unplaced.spec.name} has no legal pblock yet.` };
  const illegal = regions.find(
    (r) => r.violations.some((v) => v.severity === 'error') || r.syntax.length > 0,
  );
  if (illegal)
    return { error: `The pblock of region ${illegal.spec.name} is not legal: see its diagnostic.` };
  const part = analysis.design.device?.part?.text ?? target.board?.part ?? target.part.name;
  const cells = cellNames(analysis.regions).regions;
  const isSevenSeries = target.part.family === '7series';
  const lines = [
    `# Pblocks for ${part}, made by Exeunt from the design file. Read by Vivado with read_xdc, or add_files to constrs_1.`,
    "# Sizes and times below are the model's; Vivado's own figures decide.",
    ...regions.flatMap((region) =>
      regionLines(region, cells[analysis.regions.indexOf(region)] ?? region.spec.name, isSevenSeries),
    ),
  ];
  return { content: `${lines.join('\n')}\n`, suggestedName: 'pblocks.xdc' };
}

function regionLines(region: RegionFigures, name: string, isSevenSeries: boolean): string[] {
  const { spec, figures, bitstreamBytes, loadNs, bytesBand, loadBand } = region;
  const pblock = `[get_pblocks pblock_${name}]`;
  const held = figures?.resources;
  return [
    '',
    ...(held
      ? [`# ${formatCount(held.lut)} LUT, ${formatCount(held.ff)} FF, ${held.dsp} DSP, ${held.bram18} RAMB18`]
      : []),
    ...(bitstreamBytes !== undefined && loadNs !== undefined
      ? [
          `# partial bitstream ${withBetween(formatBytes(bitstreamBytes), bitstreamBytes, bytesBand)}, load ${withBetween(formatNs(loadNs), loadNs, loadBand)}`,
        ]
      : []),
    `create_pblock pblock_${name}`,
    `add_cells_to_pblock ${pblock} [get_cells -quiet [list system_i/${name}]]`,
    ...region.pblock.map((range) => `resize_pblock ${pblock} -add {${longForm(range)}}`),
    // UltraScale+ always resets and lacks the property.
    ...(isSevenSeries
      ? [`set_property RESET_AFTER_RECONFIG ${spec.reset ? 'true' : 'false'} ${pblock}`]
      : []),
    // Edges are legal, so snapping moves nothing; without it Vivado silently splits column pairs.
    `set_property SNAPPING_MODE ON ${pblock}`,
    `set_property IS_SOFT FALSE ${pblock}`,
  ];
}

/** Expands `DSP48_X3Y20:X4Y39` to have its kind on both sides, as resize_pblock requires. */
function longForm(range: string): string {
  const [first = '', last] = range.split(':');
  const kind = /^(.*_)X\d+Y\d+$/.exec(first)?.[1] ?? '';
  if (last === undefined) return `${first}:${first}`;
  return `${first}:${last.includes('_') ? last : kind + last}`;
}
