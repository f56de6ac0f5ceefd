/** Tables of public power reports, and of boards that were metered. */
import { readFile } from 'node:fs/promises';
import { coefficients } from '../src/energy/index';
import { readCsv } from './csv';
import { type PowerErrors, checkPower, leftOutPower, powerTable } from './power-check';
import { fitPower } from './power-fit';
import { type PowerRow, readPowerRows } from './power-rows';
import { tellLeft, type Say } from './tables';

export interface SplitTables {
  readonly reports: readonly string[];
  readonly metered: readonly string[];
  /** Tables of something else. */
  readonly others: readonly string[];
}

export async function splitPower(files: readonly string[]): Promise<SplitTables> {
  const columns = await Promise.all(files.map(async (file) => readCsv(await readFile(file, 'utf8')).columns));
  const has = (name: string) => files.filter((_, i) => columns[i]?.includes(name));
  const [reports, metered] = [has('power_report'), has('board_idle_w')];
  return { reports, metered, others: files.filter((f) => !reports.includes(f) && !metered.includes(f)) };
}

export async function readPowerTables(files: readonly string[], say: Say): Promise<PowerRow[]> {
  const rows: PowerRow[] = [];
  for (const file of files) {
    const table = readPowerRows(await readFile(file, 'utf8'));
    tellLeft({ file, left: table.left }, say);
    rows.push(...table.rows);
  }
  return rows;
}

/** The file of coefficients, with how far they are off: on the same rows, and by the rows of other owners. */
export function fittedPower(rows: readonly PowerRow[]): object {
  const rounded = ({ ...errors }: PowerErrors): Record<string, number> =>
    Object.fromEntries(Object.entries(errors).map(([key, value]) => [key, Number(value.toFixed(3))]));
  const { leakage: own, prices } = fitPower(rows);
  // Dies that none of these reports is of keep what earlier ones gave.
  const leakage = { ...coefficients().leakage, ...own };
  return {
    about:
      'Written by `npm run fit`. Rails: amperes at `atC` and the exponent per degree; prices: picojoules a clock cycle, tenth, median and ninetieth percentile, each owner weighted once.',
    source: `report_power of ${new Set(rows.map((r) => r.repository)).size} public repositories, process typical`,
    leakage,
    prices,
    residuals: { ownersLeftOut: rounded(leftOutPower(rows)) },
  };
}

/** Prints the tables of errors. Whole repositories are left out together with their owner's others. */
export async function validatePower({ reports, metered }: SplitTables, say: Say): Promise<void> {
  const rows = await readPowerTables(reports, say);
  if (rows.length > 0) {
    const families = ['7series', 'ultrascale+'] as const;
    say(
      `Power reports: ${rows.length}\n\n${powerTable([
        ['all, by what the engine has', checkPower(rows)],
        ['each owner by the others', leftOutPower(rows)],
        ...families.map((name) => [name, checkPower(rows.filter((r) => r.family === name))] as const),
      ])}\n`,
    );
  }
  for (const file of metered) say(meteredTable(await readFile(file, 'utf8')));
}

/** Idle power by time as a share of what a meter read. */
function meteredTable(text: string): string {
  const lines = readCsv(text).rows.flatMap((row) => {
    const [idle, rate, joules] = ['board_idle_w', 'inferences_per_s', 'measured_uj_per_inference'].map(
      (name) => Number(row.cell(name)),
    ) as [number, number, number];
    if (idle === 0 || rate === 0 || joules === 0) return [];
    const share = ((idle / rate) * 1e6) / joules;
    return [`| ${row.cell('board')} | ${row.cell('design')} | ${joules} | ${(100 * share).toFixed(1)} % |`];
  });
  return `Metered boards: ${lines.length}\n\n| board | design | metered, µJ an input | idle · time of it |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}
