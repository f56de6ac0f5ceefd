/** The panels beside the diagrams: a region's modules, the static part, and the schedule's gain. */
import type { BandJson } from '../../../server/src/base/protocol/band';
import type { ResourcesJson } from '../../../server/src/base/protocol/report';
import type {
  ModuleFillView,
  RegionView,
  TimelineView,
  ViewSnapshot,
} from '../../../server/src/base/protocol/view';
import { fillText, fills, fullest, noLimit, type Fill } from '../drawing/fill';
import { itemId, staticOwner } from '../drawing/items';
import { element } from './dom';
import {
  formatAsKnown,
  formatAtLeast,
  formatBand,
  formatBytes,
  formatCount,
  formatShare,
  plural,
  withBetween,
} from '../../../server/src/base/format';
import { duration } from '../drawing/duration';

export function regionPanel(
  region: RegionView,
  rowHeight: number,
  outlined: ReadonlySet<string>,
): HTMLElement[] {
  const { available, used, limit } = region;
  const head = element('h2', {}, element('span', { class: 'accent' }, region.name), ' holds');
  const modules = moduleList(region.modules, region.name, available, limit, outlined);
  const notes = noteList(region.modules, region.name);
  if (region.placing && region.rects.length === 0)
    return [head, modules, facts([['place', 'searching']]), ...notes];
  return [
    head,
    modules,
    facts([
      ['bytes', withBetween(formatBytes(region.bitstreamBytes), region.bitstreamBytes, region.bitstreamBand)],
      ['load time', withBetween(duration(region.loadNs), region.loadNs, region.loadBandNs)],
      ['columns', columnsOf(region, rowHeight)],
      ['frames', `${formatCount(region.frames.config)} + ${formatCount(region.frames.bram)}`],
      ['LUT / FF', `${formatCount(available.lut)} / ${formatCount(available.ff)}`],
      ['DSP / RAMB36', `${formatCount(available.dsp)} / ${formatCount(available.bram18 / 2)}`],
      ...(available.uram > 0 ? [['URAM', formatCount(available.uram)] as const] : []),
      ...(region.violations.length === 0 ? [['legal', legality(region)] as const] : []),
    ]),
    ...(region.bandReason === undefined ? [] : [element('p', {}, region.bandReason)]),
    ...region.violations.map((violation) => element('p', { class: 'error' }, violation)),
    ...overfull(fills(used, available, limit)),
    ...notes,
  ];
}

function legality({ auto, placing }: RegionView): string {
  if (placing) return 'yes, being placed again';
  return auto ? 'yes, placed automatically' : 'yes';
}

export function staticPanel(
  part: NonNullable<ViewSnapshot['staticPart']>,
  outlined: ReadonlySet<string>,
): HTMLElement[] {
  const filled = fills(part.used, part.available, noLimit);
  return [
    element('h2', {}, 'Static part holds'),
    moduleList(part.modules, staticOwner, part.available, noLimit, outlined),
    facts(
      filled.map((fill) => [
        fill.label,
        `${formatAtLeast(fill.atLeast, formatCount(fill.used))}${bandText(fill, part.band)} of ${formatCount(fill.available)}`,
      ]),
    ),
    ...overfull(filled),
    ...noteList(part.modules, staticOwner),
  ];
}

/** What the figures of modules leave out or assume, folded away. */
function noteList(modules: readonly ModuleFillView[], owner: string): HTMLElement[] {
  const notes = [...new Set(modules.flatMap((module) => module.notes ?? []))];
  if (notes.length === 0) return [];
  return [
    element(
      'details',
      { class: 'notes', 'data-fold': `notes of ${owner}` },
      element('summary', {}, `Left out or assumed: ${plural(notes.length, 'note')}`),
      element('ul', {}, ...notes.map((note) => element('li', {}, note))),
    ),
  ];
}

/** Block RAM is counted; the others are estimates. */
function bandText({ kind }: Fill, band?: BandJson): string {
  const text = band && kind in band ? formatBand(band[kind as keyof BandJson]) : '';
  return text && ` ${text}`;
}

/** One button per module: how far it fills its place, with the limit as a tick. */
function moduleList(
  modules: readonly ModuleFillView[],
  owner: string,
  available: ResourcesJson,
  limit: ResourcesJson,
  outlined: ReadonlySet<string>,
): HTMLElement {
  if (modules.length === 0) return element('p', { class: 'muted' }, 'Nothing is placed here.');
  return element(
    'ul',
    { class: 'modules' },
    ...modules.map((module) => {
      const id = itemId.module(owner, module.module);
      const scarcest = fills(module.used, available, limit).sort((a, b) => b.share - a.share)[0];
      return element(
        'li',
        {},
        element(
          'button',
          {
            type: 'button',
            'data-id': id,
            ...(outlined.has(id) ? { class: 'outlined', 'aria-current': 'true' } : {}),
          },
          element(
            'span',
            { class: 'what' },
            element('strong', {}, module.module),
            element('span', { class: 'layers', title: module.layers }, module.layers),
          ),
          element(
            'span',
            { class: `figure ${scarcest?.level ?? 'ok'}` },
            fillText(module.used, fullest(module.used, available)),
            element(
              'small',
              {},
              scarcest && scarcest.share > 0 ? ` ${scarcest.label}${bandText(scarcest, module.band)}` : '',
            ),
          ),
        ),
      );
    }),
  );
}

function facts(rows: readonly (readonly [string, string])[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...rows.map(([name, figure]) => element('div', {}, element('dt', {}, name), element('dd', {}, figure))),
  );
}

/** What an input takes, the design's and its rivals'. */
function energyPanel({ energy, baselines }: TimelineView): HTMLElement[] {
  if (energy === undefined) return [];
  const rivals = baselines.flatMap(({ name, energy: joules }) =>
    joules === undefined ? [] : [[`energy of an input, ${baselineNames[name] ?? name}`, joules] as const],
  );
  return [
    element('h2', {}, 'Energy'),
    facts([...energy.facts, ...rivals]),
    element('p', { class: 'muted' }, energy.note),
  ];
}

function overfull(filled: readonly Fill[]): HTMLElement[] {
  return filled
    .filter((fill) => fill.level !== 'ok')
    .map((fill) =>
      element(
        'p',
        { class: fill.level },
        fill.level === 'error'
          ? `Needs ${formatAtLeast(fill.atLeast, formatCount(fill.used))} ${fill.label}; ${formatCount(fill.available)} available.`
          : `${fill.label} at ${formatShare(fill.share)}, over the limit of ${formatShare(fill.limit)}.`,
      ),
    );
}

function columnsOf(region: RegionView, rowHeight: number): string {
  const columns = new Set<number>();
  const rows = new Set<number>();
  for (const { x0, x1, y0, y1 } of region.rects) {
    for (let column = x0; column <= x1; column++) columns.add(column);
    for (let row = Math.floor(y0 / rowHeight); row <= Math.floor(y1 / rowHeight); row++) rows.add(row);
  }
  const sorted = [...rows].sort((a, b) => a - b);
  const first = sorted[0];
  if (first === undefined) return 'none';
  const last = sorted.at(-1) ?? first;
  return `${columns.size}, clock ${first === last ? `row ${first}` : `rows ${first}–${last}`}`;
}

const titles: Record<TimelineView['policy'], string> = {
  serial: 'Gain from exits',
  overlap: 'Gain from overlap',
  speculate: 'Gain from speculation',
};

const baselineNames: Record<string, string> = {
  serial: 'serial instead',
  static: 'static, best folding',
  'static-no-exits': 'static without exits',
};

export function figuresPanel(
  timeline: TimelineView,
  { verdict, verdictLook }: Pick<ViewSnapshot, 'verdict' | 'verdictLook'>,
): HTMLElement[] {
  const exits = timeline.paths.filter((path) => path.hiddenNs !== null || path.exposedNs !== null);
  const isReconfigured = timeline.lanes.some((lane) => lane.kind === 'port');
  const least = (ns: number): string => formatAtLeast(timeline.atLeast, duration(ns));
  const known = (ns: number | null): string => formatAsKnown(timeline.atLeast, duration(ns));
  return [
    element(
      'h2',
      {},
      isReconfigured ? titles[timeline.policy] : exits.length > 0 ? 'Gain from exits' : 'Latency',
    ),
    ...(exits.length === 0
      ? []
      : [
          table(
            ['wait for the check', 'staying', 'leaving'],
            exits.map((path) => [
              path.exit,
              figure(known(path.exposedNs), (path.exposedNs ?? 0) > 0 ? 'bad' : 'good'),
              figure(known(path.leavingNs), ''),
            ]),
          ),
        ]),
    table(
      ['latency', 'mean', 'worst'],
      [
        [`this design`, figure(least(timeline.meanNs), 'own'), figure(least(timeline.worstNs), 'own')],
        ...timeline.baselines.map((baseline) => [
          `${baselineNames[baseline.name] ?? baseline.name}${baseline.narrow ? ' (may not fit)' : ''}`,
          ...(baseline.fits
            ? [figure(least(baseline.meanNs), ''), figure(least(baseline.worstNs), '')]
            : (baseline.unknown ? ['fits?', 'not known'] : ['does not', 'fit']).map((t) =>
                figure(t, 'muted'),
              )),
        ]),
      ],
    ),
    facts([
      [
        'period, back to back',
        timeline.periodNs === null
          ? 'not modelled'
          : formatAtLeast(timeline.periodAtLeast, duration(timeline.periodNs)),
      ],
      ...(timeline.wastedLoadNs === null
        ? []
        : [['wasted loads', `${known(timeline.wastedLoadNs)} per input`] as const]),
      ...(timeline.breakEvenBatch === null
        ? []
        : [['pays off from a batch of', plural(timeline.breakEvenBatch, 'input')] as const]),
    ]),
    ...energyPanel(timeline),
    ...(timeline.limit === null ? [] : [element('p', {}, `Throughput is limited by ${timeline.limit}.`)]),
    ...(verdict === null ? [] : [element('p', { class: `verdict ${verdictLook ?? ''}` }, verdict)]),
  ];
}

interface Figure {
  text: string;
  look: string;
}

export function figure(text: string, look: string): Figure {
  return { text, look };
}

export function table(head: readonly string[], rows: readonly (readonly (string | Figure)[])[]): HTMLElement {
  const cell = (content: string | Figure, index: number): HTMLElement => {
    if (typeof content !== 'string') return element('td', { class: content.look }, content.text);
    return index === 0 ? element('th', { scope: 'row' }, content) : element('td', {}, content);
  };
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map(cell)))),
  );
}
