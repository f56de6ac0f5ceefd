/** Published figures as text, the same in hover, report, view and diagnostics. */
import {
  isPublishedFigure,
  paperMeanings,
  type PublishedFigure,
  publishedSpec,
} from '../../../../grammar/src/index';
import {
  formatAccuracy,
  formatBound,
  formatBytes,
  formatCount,
  formatJoules,
  formatNs,
  formatNumber,
  formatRate,
  formatShare,
  formatWatts,
  withBetween,
} from '../../base/format';
import type { PaperJson, PublishedJson } from '../../base/protocol/papers';
import type { PaperView } from '../../base/protocol/view';
import type { PublishedValue } from '../../semantics/design';
import type { PaperFigures, PublishedResult } from '../figures/paper-figures';

export const paperJson = ({ spec, figures }: PaperFigures): PaperJson => ({
  title: spec.title ?? null,
  year: spec.year ?? null,
  id: spec.id ?? null,
  kind: spec.kind ?? null,
  on: spec.on ?? null,
  note: spec.note ?? null,
  figures: figures.map(publishedJson),
});

export function publishedJson(result: PublishedResult): PublishedJson {
  const { published, modelled, bound, between, difference, verdict, why } = result;
  return {
    figure: figureText(published),
    published: published.value,
    modelled: modelled ?? null,
    ...(bound && { [bound === 'at least' ? 'atLeast' : 'atMost']: true as const }),
    ...(between && Number.isFinite(between.high) && { between: { ...between } }),
    difference: difference ?? null,
    ...(published.within !== undefined && { within: published.within }),
    verdict,
    ...(why !== undefined && { why }),
    ...(published.because !== undefined && { because: published.because }),
  };
}

/** `cycles of conv1`, `lut of small to large`. */
function figureText({ figure, qualifier, of, to }: PublishedValue): string {
  return [figure, qualifier, of && `of ${of.name}`, to && `to ${to.name}`]
    .filter((word) => word !== undefined)
    .join(' ');
}

/** What a table shows of a figure: itself, published, modelled, the difference, and what to say of it. */
export function publishedRow(figure: PublishedJson): string[] {
  return [
    figure.figure,
    publishedText(figure, figure.published),
    modelledText(figure),
    differenceText(figure.difference),
    verdictText(figure),
  ];
}

export const publishedHead = ['figure', 'published', 'modelled', 'difference', ''] as const;

export function modelledText(figure: PublishedJson): string {
  const { modelled, between, atLeast, atMost } = figure;
  if (modelled === null) return 'not known';
  const bound = atLeast ? 'at least' : atMost ? 'at most' : undefined;
  return formatBound(bound, withBetween(publishedText(figure, modelled), modelled, between));
}

function verdictText({ verdict, within, why, because }: PublishedJson): string {
  const judged = verdict === 'not judged' ? '' : verdict;
  const limit = within === undefined || verdict === 'not known' ? '' : ` (within ${formatShare(within)})`;
  const reason = because ?? why;
  return [`${judged}${limit}`, reason].filter((text) => text).join(': ');
}

/** `+3.2 %`, `−5 %`, `0 %`. */
export function differenceText(difference: number | null): string {
  if (difference === null) return '–';
  const rounded = Math.abs(difference) < 5e-5 ? 0 : difference;
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : ''}${formatShare(Math.abs(rounded))}`;
}

/** A value of the figure in its unit; of a ratio, as a share. */
export function publishedText({ figure }: Pick<PublishedJson, 'figure'>, value: number): string {
  const [word = ''] = figure.split(' ');
  if (figure.includes(' to ') || !isPublishedFigure(word)) return formatShare(value);
  return word === 'accuracy' ? formatAccuracy(value) : formatOf(word)(value);
}

type Dimension = NonNullable<ReturnType<typeof publishedSpec>>['dimension'];

const formats: Readonly<Record<Dimension, (value: number) => string>> = {
  time: formatNs,
  'per-second': formatRate,
  share: formatShare,
  energy: formatJoules,
  power: formatWatts,
  count: formatCount,
  number: formatNumber,
  bytes: formatBytes,
  frequency: (hz) => `${formatNumber(hz / 1e6)} MHz`,
  operations: (perSecond) => `${formatNumber(perSecond / 1e9)} GMAC/s`,
};

const formatOf = (word: PublishedFigure): ((value: number) => string) =>
  formats[publishedSpec(word)?.dimension ?? 'number'];

/** `“BranchyNet”, 2016, doi:…`, as much as is known. */
export function paperTitle({ title, year, id }: Pick<PaperJson, 'title' | 'year' | 'id'>): string {
  const parts = [title === null ? 'A paper' : `“${title}”`, year, id];
  return parts.filter((part) => part !== null).join(', ');
}

/** `reproduces: the published figures follow from the design`. */
export function kindText(kind: PaperJson['kind']): string {
  return kind === null ? '' : `${kind}: ${paperMeanings[kind] ?? ''}`;
}

/** `5 of 6 figures as published`. */
export function standingText(figures: readonly Pick<PublishedJson, 'verdict'>[]): string {
  const judged = figures.filter(({ verdict }) => verdict !== 'not judged');
  const held = judged.filter((f) => f.verdict === 'as published' || f.verdict === 'within its band');
  return `${held.length} of ${judged.length} figures as published`;
}

export function paperView(paper: PaperFigures): Omit<PaperView, 'range'> {
  const json = paperJson(paper);
  return {
    title: paperTitle(json),
    kind: kindText(json.kind),
    figures: json.figures.map((each) => {
      const [figure = '', published = '', modelled = '', difference = '', comment = ''] = publishedRow(each);
      const told = { figure, published, modelled, difference, comment };
      return each.verdict === 'differs' ? { ...told, differs: true as const } : told;
    }),
  };
}
