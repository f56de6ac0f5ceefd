/** Hovers on the device: part, board, port, clock, memory. */
import { noBand } from '../base/band';
import type { Analysis, RegionFigures } from '../analysis/analysis';
import { formatAtLeast, formatBytes, formatCount, formatNs, formatShare, withBetween } from '../base/format';
import { isAtLeast, resourceKinds, resourceNames } from '../base/resources';
import { cpuOf, loadNs, memoryOf } from '../device/index';
import { code, list, paragraphs, plain, prose, table } from './markdown';
import { amountCell, frequencyText, loadFormula, placingText, rateText, resourcesText } from './figure-text';

/** Totals, clock regions, and the size of a full configuration. */
export function partHover({ target }: Analysis): string {
  const { part, board, port, unknown, doubts = [] } = target;
  if (part === undefined) {
    if (unknown === undefined) return '';
    const near = unknown.nearest.length > 0 ? ` Near: ${unknown.nearest.map(code).join(', ')}.` : '';
    return `**${plain(unknown.text)}**: ${prose(unknown.reason)}.${near}`;
  }
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const totals = resourcesText({ lut, ff, dsp, bram18: 2 * bram36, uram }, noBand, resourceKinds);
  const across = part.clockRegionStarts?.length;
  const regions =
    across === undefined
      ? `${part.rows} rows of clock regions`
      : `${across * part.rows} clock regions (${across} × ${part.rows})`;
  const bytes = Math.ceil(part.fullBits / 8);
  const cpu = cpuOf(part, board?.psClock);
  return paragraphs(
    `**${part.name}**${board ? ` on the ${board.name}` : ''}: ${totals}`,
    list([
      `${part.family === '7series' ? '7 series' : 'UltraScale+'}, ${regions}, each ${part.rowHeight} CLB rows high; ${part.wordsPerFrame} words per frame`,
      `full bitstream ${formatBytes(bytes)}${port ? `, loads in ${formatNs(loadNs(bytes, port))} = ${loadFormula(bytes, port)}` : ''}`,
      `${cpu.name} at ${frequencyText(cpu.clock)}: ${formatCount(cpu.opsPerSecond / 1e6)} million operations per second (${prose(cpu.source)})`,
      ...doubts.map(prose),
    ]),
  );
}

export function portHover({ target }: Analysis): string {
  const { port } = target;
  if (port === undefined) return '';
  const notes = port.notModelled === undefined ? [] : [prose(port.notModelled)];
  return paragraphs(
    `**${port.kind}**: ${rateText(port.bytesPerSecond)}, ${formatNs(port.overheadNs)} overhead per load`,
    list([
      `load time = overhead + bytes ÷ rate, one load at a time`,
      `source: ${prose(port.source)}`,
      ...notes,
    ]),
  );
}

export function clockHover({ target }: Analysis): string {
  const { clockHz, clockAssumed } = target;
  const assumed = clockAssumed ? ', assumed by default' : '';
  return `**${frequencyText(clockHz)}**: ${formatNs(1e9 / clockHz)} per cycle${assumed}. Only the implementation shows whether it is met: timing closure is not modelled.`;
}

export function memoryHover({ target, design }: Analysis): string {
  const { part, board, ddrBytesPerSecond } = target;
  if (part === undefined) return '';
  const stated = design.device?.memoryBytesPerSecond !== undefined;
  const source = stated ? 'stated in the design' : memoryOf(part, board?.memoryPeak).source;
  return paragraphs(
    `**${rateText(ddrBytesPerSecond)}** between memory and the fabric (${prose(source)})`,
    'A module takes at least (bytes in + bytes out + streamed weights) ÷ rate per input.',
  );
}

export function shellHover({ staticPart, design }: Analysis): string {
  if (staticPart === undefined) return '';
  // `shell` without a readable amount states none.
  const isStated = Object.keys(design.device?.shell ?? {}).length > 0;
  const stated = isStated ? 'as stated, the rest by the model' : 'by the model';
  return paragraphs(
    `**Static infrastructure**: ${resourcesText(staticPart.shell, staticPart.band, resourceKinds)} (${stated})`,
    `With the resident modules ${resourcesText(staticPart.used, staticPart.band)} of ${resourcesText(staticPart.available, noBand)} that the regions leave.`,
  );
}

/** Bytes, load time, contents, and the need of its modules. */
export function regionHover(analysis: Analysis, region: RegionFigures): string {
  const {
    spec,
    figures,
    bitstreamBytes,
    loadNs: load,
    bytesBand,
    loadBand,
    loadReason,
    measuredBytes,
    unmodelled,
    auto,
    pblock,
    infeasible,
    syntax,
    violations,
  } = region;
  const name = `**${plain(spec.name)}**`;
  if (infeasible !== undefined) return paragraphs(`${name}: no place found`, prose(infeasible));
  if (figures === undefined && region.stale) return `${name}: ${placingText(region)}`;
  if (figures === undefined || bitstreamBytes === undefined) {
    return paragraphs(
      `${name}: no pblock that can be measured`,
      list([...syntax, ...unmodelled].map((p) => prose(p.message))),
    );
  }
  const { port } = analysis.target;
  const loading = load === undefined ? '' : ` · load ${withBetween(formatNs(load), load, loadBand)}`;
  return paragraphs(
    `${name}: ${withBetween(formatBytes(bitstreamBytes), bitstreamBytes, bytesBand)}${loading}`,
    list([
      ...(auto ? [`placed at ${pblock.map(code).join(' ')}`] : []),
      ...(port && load !== undefined
        ? [`load ${formatNs(load)} = ${loadFormula(bitstreamBytes, port)} (${prose(port.source)})`]
        : []),
      `${formatCount(figures.lutM)} of the ${formatCount(figures.resources.lut)} LUT are in SLICEM and can be memory`,
      `${formatCount(figures.frames.config)} configuration and ${formatCount(figures.frames.bram)} BRAM frames; the bytes add pads and headers as counted in uncompressed Vivado bitstreams; compression and encryption are not modelled`,
      ...(bytesBand
        ? [`${formatBytes(bytesBand.low)} to ${formatBytes(bytesBand.high)}: ${prose(bytesBand.reason)}`]
        : []),
      ...(loadBand && port?.spread
        ? [`loads take ${formatNs(loadBand.low)} to ${formatNs(loadBand.high)}: ${prose(loadReason ?? '')}`]
        : []),
      ...(measuredBytes ? [`the bytes are those of ${prose(measuredBytes.source)}`] : []),
    ]),
    needTable(region),
    list([...syntax, ...unmodelled, ...violations].map((v) => prose(v.message))),
  );
}

function needTable({ figures, need, limit, modules }: RegionFigures): string {
  if (figures === undefined) return '';
  const rows = resourceKinds
    .filter((kind) => figures.resources[kind] > 0 || (need?.[kind] ?? 0) > 0)
    .map((kind) => {
      const held = figures.resources[kind];
      const wanted = need?.[kind];
      const isBound = need !== undefined && isAtLeast(need, kind);
      const share =
        wanted === undefined || held === 0 ? '' : formatAtLeast(isBound, formatShare(wanted / held));
      const most = need === undefined ? 'not known' : amountCell(need, kind);
      return [
        resourceNames[kind],
        formatCount(held),
        formatShare(limit[kind]),
        modules.length === 0 ? '' : most,
        share,
      ];
    });
  return table(['', 'holds', 'may be used', 'largest need', 'share'], rows);
}
