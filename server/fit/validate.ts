/** Holds the prices that the engine has against measured modules, FINN's own formulas beside them. */
import { coefficients } from '../src/cost/prices/price';
import { errorTable, markdown, type Case } from './errors';
import { readMeasurements, type Measurement } from './measurements';
import { estimateOf } from './model';
import { leftOutCommon, networkTable, splitNetworks } from './networks';
import { splitPower, validatePower } from './power-tables';
import { crossValidated, groups, type Split } from './split';
import { readTables, tellLeft, type Say } from './tables';

export async function main(args: readonly string[], say: Say): Promise<void> {
  const print = (title: string, cases: readonly Case[]): void =>
    say(`${title}: ${cases.length}\n\n${markdown(errorTable(cases))}\n`);
  const { files, split } = optionsOf(args);
  if (files.length === 0) {
    throw new Error(
      'Which table of measured modules? npm run validate -- FILE.csv … [--split shape|precision|both]',
    );
  }
  const power = await splitPower(files);
  await validatePower(power, say);
  if (power.others.length === 0) return;
  const { networks, modules } = await splitNetworks(power.others);
  if (networks.length > 0) {
    say(`Whole networks: ${networks.length}\n\n${networkTable(networks, () => coefficients.totals)}\n`);
    say(`Each by the common error of the others\n\n${networkTable(networks, leftOutCommon(networks))}\n`);
    if (modules.length === 0) return;
  }
  const tables = await readTables(modules, readMeasurements);
  for (const table of tables) tellLeft(table, say);
  const rows = tables.flatMap((table) => table.rows);
  if (rows.length === 0) throw new Error('None of the rows can be priced.');
  if (split !== undefined) {
    const groupNames = { shape: 'shape', precision: 'precision', both: 'shape and precision' };
    print(`Each ${groupNames[split]} priced by what was fitted to the others`, crossValidated(rows, split));
    return;
  }
  const cases = rows.flatMap((row): Case[] => {
    const estimate = estimateOf(row.module, coefficients.components);
    return estimate ? [{ row, estimate }] : [];
  });
  const known = new Set(
    Object.entries(coefficients.shapes).flatMap(([name, all]) => all.map((each) => `${name} ${each}`)),
  );
  const isKnown = ({ module }: Measurement): boolean =>
    known.has(`${module.component} ${groups.both({ module })}`);
  print('All rows', cases);
  const [old, fresh] = [cases.filter(({ row }) => isKnown(row)), cases.filter(({ row }) => !isKnown(row))];
  if (old.length > 0 && fresh.length > 0) {
    print('Shapes and precisions that the prices were fitted to', old);
    print('Other shapes and precisions', fresh);
  }
  const wide = cases.filter(({ estimate }) => estimate.beyond.length > 0);
  if (wide.length > 0) {
    const reasons = [...new Set(wide.flatMap(({ estimate }) => estimate.beyond))];
    say(
      `Beyond what was measured, with a wider band: ${wide.length} rows (${reasons.slice(0, 8).join('; ')}).`,
    );
  }
}

function optionsOf(args: readonly string[]): { readonly files: readonly string[]; readonly split?: Split } {
  const files: string[] = [];
  let split: Split | undefined;
  for (let i = 0; i < args.length; i++) {
    const each = args[i] ?? '';
    if (each === '--split') {
      const name = args[++i] ?? '';
      if (!(name in groups)) throw new Error(`--split ${name}: one of ${Object.keys(groups).join(', ')}`);
      split = name as Split;
    } else if (each.startsWith('-')) throw new Error(`${each} is no option of this`);
    else files.push(each);
  }
  return { files, ...(split && { split }) };
}
