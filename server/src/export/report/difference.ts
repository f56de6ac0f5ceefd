/** Compares the figures of two versions of a design. */
import { formatShare } from '../../base/format';
import type { BudgetChangeJson, BudgetSideJson, DifferenceJson } from '../../base/protocol/difference';
import type { BudgetJson, ReportJson } from '../../base/protocol/report';
import { type Figure, budgetText, figuresOf, limitText } from './figures';
import type { Table } from './table';
import { tableText } from './text';

interface Version {
  readonly path: string;
  readonly report: ReportJson;
}

/** The JSON result, and the changes that `differenceText` prints. */
interface Difference {
  readonly json: DifferenceJson;
  readonly changes: readonly Change[];
}

interface Change {
  readonly old: Figure;
  readonly now: Figure;
}

export function differenceOf(before: Version, after: Version): Difference {
  const had = byKey(figuresOf(before.report));
  const has = byKey(figuresOf(after.report));
  const changes = [...has].flatMap(([key, now]): Change[] => {
    const old = had.get(key);
    return old === undefined || (old.value === now.value && old.bound === now.bound) ? [] : [{ old, now }];
  });
  const budgets = budgetChanges(before.report.budgets, after.report.budgets);
  const [oldSide, newSide] = [sideOf(before), sideOf(after)];
  const incomplete = before.report.incomplete ?? after.report.incomplete;
  const json: DifferenceJson = {
    version: 1,
    ...(incomplete && { incomplete }),
    old: oldSide,
    new: newSide,
    worse: newSide.errors > oldSide.errors || budgets.some((b) => b.worse),
    budgets,
    changes: changes.map(({ old, now }) => ({
      ...{ kind: now.kind, item: now.item, figure: now.figure },
      ...{ old: old.value, new: now.value },
      ...(old.bound && { oldBound: old.bound }),
      ...(now.bound && { newBound: now.bound }),
    })),
    added: missingIn(had, has),
    gone: missingIn(has, had),
  };
  return { json, changes };
}

export function differenceText({ json, changes }: Difference): string {
  const { budgets, added, gone } = json;
  const tables: Table[] = [
    {
      title: 'Budgets',
      head: ['limit', 'old', 'new', ''],
      rows: budgets.map((b) => [
        [...new Set([b.old, b.new].flatMap((side) => (side ? limitText({ ...b, ...side }) : [])))].join(
          ', now ',
        ),
        sideText(b, b.old),
        sideText(b, b.new),
        b.worse ? 'worse' : '',
      ]),
    },
    {
      title: 'Errors',
      head: ['', 'old', 'new', ''],
      rows:
        json.old.errors === json.new.errors
          ? []
          : [
              [
                'errors',
                String(json.old.errors),
                String(json.new.errors),
                json.new.errors > json.old.errors ? 'worse' : '',
              ],
            ],
    },
    {
      title: 'Figures',
      head: ['figure', 'old', 'new', 'change'],
      rows: changes.map(({ old, now }) => [titleOf(now), old.text, now.text, relative(old, now)]),
    },
  ];
  const full = tables.filter((t) => t.rows.length > 0).map(tableText);
  const lists = [
    ...(added.length > 0 ? [`Only in the new version: ${added.map(nameOf).join(', ')}`] : []),
    ...(gone.length > 0 ? [`Only in the old version: ${gone.map(nameOf).join(', ')}`] : []),
  ];
  const same = changes.length + added.length + gone.length === 0 ? ['No figure differs.'] : [];
  return `${[`${json.old.path} → ${json.new.path}`, ...full, ...lists, ...same].join('\n\n')}\n`;
}

/** Items of the same name are distinguished by their order. */
function byKey(figures: readonly Figure[]): Map<string, Figure> {
  const found = new Map<string, Figure>();
  for (const figure of figures) {
    let key = JSON.stringify([figure.kind, figure.item, figure.figure]);
    while (found.has(key)) key += '+';
    found.set(key, figure);
  }
  return found;
}

type Item = Pick<Figure, 'kind' | 'item'>;

/** Items in `there` that are missing in `here`. */
function missingIn(here: ReadonlyMap<string, Figure>, there: ReadonlyMap<string, Figure>): Item[] {
  const items = new Map<string, Item>();
  for (const [key, { kind, item }] of there) {
    if (!here.has(key)) items.set(JSON.stringify([kind, item]), { kind, item });
  }
  return [...items.values()];
}

function sideOf({ path, report }: Version): DifferenceJson['old'] {
  const errors = report.diagnostics.filter((d) => d.severity === 'error').length;
  return { path, design: report.design, errors };
}

function budgetChanges(before: readonly BudgetJson[], after: readonly BudgetJson[]): BudgetChangeJson[] {
  const same = (a: BudgetJson) => (b: BudgetJson) => a.metric === b.metric && a.comparison === b.comparison;
  const kept = after.map((now) => changeOf(before.find(same(now)), now));
  const dropped = before.filter((old) => !after.some(same(old))).map((old) => changeOf(old, undefined));
  return [...kept, ...dropped];
}

function changeOf(old: BudgetJson | undefined, now: BudgetJson | undefined): BudgetChangeJson {
  const { metric = '', comparison = '<=' } = now ?? old ?? {};
  return {
    ...{ metric, comparison },
    old: old ? budgetSide(old) : null,
    new: now ? budgetSide(now) : null,
    worse: isWorse(old, now),
  };
}

function budgetSide({ limit, actual, atLeast, atMost, verdict }: BudgetJson): BudgetSideJson {
  return { limit, actual, ...(atLeast && { atLeast }), ...(atMost && { atMost }), verdict };
}

const ranks: Readonly<Record<BudgetJson['verdict'], number>> = {
  fits: 0,
  // A limit that can no longer be checked counts as worse.
  'not known': 1,
  'may not fit': 2,
  'does not fit': 3,
};

/**
 * Worse means: a limit that was met and is no longer certainly met, one that is missed by more than before, or one that
 * was removed. A loosened limit appears in the table; a figure well below its limit may rise.
 */
function isWorse(old: BudgetJson | undefined, now: BudgetJson | undefined): boolean {
  if (now === undefined) return true;
  const before = old ? ranks[old.verdict] : 0;
  if (ranks[now.verdict] !== before) return ranks[now.verdict] > before;
  if (now.verdict !== 'does not fit') return false;
  const [was, is] = [old?.actual ?? null, now.actual];
  if (was === null || is === null) return false;
  return now.comparison === '<=' ? is > was : is < was;
}

function sideText({ metric }: BudgetChangeJson, side: BudgetChangeJson['old']): string {
  return side ? `${budgetText(metric, side)}, ${side.verdict}` : 'no such limit';
}

function nameOf({ kind, item }: Item): string {
  return item === '' ? kind : `${kind} ${item}`;
}

function titleOf(figure: Figure): string {
  return figure.item === '' && figure.kind === 'Design'
    ? figure.figure
    : `${nameOf(figure)}: ${figure.figure}`;
}

function relative({ value: old, bound: oldBound }: Figure, { value: now, bound }: Figure): string {
  // The ratio of two bounds says nothing about the ratio of the values.
  if (oldBound !== undefined || bound !== undefined) return '';
  if (typeof old !== 'number' || typeof now !== 'number' || old === 0) return '';
  const change = now / old - 1;
  return `${change > 0 ? '+' : '-'}${formatShare(Math.abs(change))}`;
}
