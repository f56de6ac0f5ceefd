/** Fits the prices of components to measured modules and writes them where the engine reads them. */
import { writeFile } from 'node:fs/promises';
import { errorTable, markdown, type Line } from './errors';
import { readMeasurements, type Measurement } from './measurements';
import { estimateOf, fitComponents } from './model';
import { commonError, splitNetworks } from './networks';
import { fittedPower, readPowerTables, splitPower } from './power-tables';
import { crossValidated, groups, type Split } from './split';
import { readTables, tellLeft, type Say } from './tables';

/** `github owner/name @commit path`, as tables of measured modules say where they are from. */
const sourcePattern = /([\w.-]+\/[\w.-]+)\s*@\s*([0-9a-f]{7,40})/;

export async function main(
  given: readonly string[],
  say: Say,
  into: string,
  powerInto: string,
): Promise<void> {
  if (given.length === 0)
    throw new Error('Which table of measured modules or of power reports? npm run fit -- FILE.csv …');
  const { reports, others: files } = await splitPower(given);
  if (reports.length > 0) await fitReports(reports, say, powerInto);
  if (reports.length > 0 && files.length === 0) return;
  const { networks, modules } = await splitNetworks(files);
  if (networks.length === 0)
    throw new Error('None of the files has whole networks, from which bands of totals come.');
  const tables = await readTables(modules, readMeasurements);
  const rows = tables.flatMap((table) => table.rows);
  if (rows.length === 0)
    throw new Error('None of the rows can be priced: the coefficients stay as they are.');
  const [, name, commit] = sourcePattern.exec(tables.map((table) => table.source).join(' ')) ?? [];
  if (name === undefined || commit === undefined) {
    throw new Error('A line `# source: owner/name@commit …` must say where the rows are from: none does.');
  }
  const components = fitComponents(rows);
  const byRow = rows.flatMap((row) => {
    const estimate = estimateOf(row.module, components);
    return estimate ? [{ row, estimate }] : [];
  });
  const fitted = {
    about:
      'Written by `npm run fit`. Half widths are shares of the estimate; errors are shares of what was measured.',
    source: { name, commit },
    shapes: shapesOf(rows),
    components,
    totals: commonError(networks),
    residuals: {
      fitted: summary(errorTable(byRow)),
      ...Object.fromEntries(
        (['shape', 'precision'] as const).map((split) => [`${split}LeftOut`, summaryOf(rows, split)]),
      ),
    },
  };
  for (const table of tables) tellLeft(table, say);
  await writeFile(into, `${JSON.stringify(fitted, null, 2)}\n`);
  say(`${rows.length} modules fitted. Errors on the same rows:\n\n${markdown(errorTable(byRow))}`);
  say(`\nEach shape left out in turn:\n\n${markdown(errorTable(crossValidated(rows, 'shape')))}`);
  say(`\nWritten: ${into}`);
}

async function fitReports(files: readonly string[], say: Say, into: string): Promise<void> {
  const rows = await readPowerTables(files, say);
  if (rows.length === 0)
    throw new Error('No power report is of a known die: the coefficients stay as they are.');
  await writeFile(into, `${JSON.stringify(fittedPower(rows), null, 2)}\n`);
  say(`${rows.length} power reports fitted. Written: ${into}`);
}

function summaryOf(rows: readonly Measurement[], split: Split): ReturnType<typeof summary> {
  return summary(errorTable(crossValidated(rows, split)));
}

function shapesOf(rows: readonly Measurement[]): Record<string, string[]> {
  const found: Record<string, Set<string>> = {};
  for (const { module } of rows) {
    if (module.component !== 'fifo') (found[module.component] ??= new Set()).add(groups.both({ module }));
  }
  return Object.fromEntries(Object.entries(found).map(([name, shapes]) => [name, [...shapes].sort()]));
}

function summary(lines: readonly Line[]): Record<string, Record<string, Record<string, number>>> {
  const result: Record<string, Record<string, Record<string, number>>> = {};
  for (const { component, kind, ours } of lines) {
    const rounded = Object.entries(ours).map(([key, value]: [string, number]) => [
      key,
      Number(value.toFixed(3)),
    ]);
    (result[component] ??= {})[kind] = Object.fromEntries(rounded) as Record<string, number>;
  }
  return result;
}
