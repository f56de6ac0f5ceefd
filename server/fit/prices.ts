/**
 * Counts units of the exported kernels in Verilog of our own with Yosys, after their gates have been held against what the
 * kernels compute, and fits few prices to the counts.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PricedResource, PriceRule } from '../src/cost/prices/price';
import { Gates } from './prices/gates';
import type { CountedUnit } from './prices/unit';
import { countedUnits } from './prices/units';
import { hashOf, readVerilog } from './prices/verilog';
import { type Count, openYosys, type Parameters, type Yosys } from './prices/yosys';
import { fitPrices } from './regression';
import type { Say } from './tables';

interface Row {
  readonly parameters: Parameters;
  readonly count: Count;
}

/** @param folders that of the project, and the one in which Yosys is installed */
export async function main(
  [root = '.', yosysFolder = '.']: readonly string[],
  say: Say,
  into: string,
): Promise<void> {
  const verilog = await readVerilog(join(root, 'hardware'));
  const yosys = await openYosys(yosysFolder);
  say(`${yosys.version}, ${countedUnits.length} units`);
  let compared = 0;
  const components: Record<string, unknown> = {};
  const counts: unknown[] = [];
  for (const unit of countedUnits) {
    const text = verilog.get(`${unit.top}.v`);
    if (text === undefined) throw new Error(`no hardware/${unit.top}.v`);
    compared += await checked(yosys, unit, text);
    const rows = await counted(yosys, unit, text);
    components[unit.component] = {
      rows: rows.length,
      lut: fitted(unit, rows, 'lut'),
      ff: fitted(unit, rows, 'ff'),
    };
    for (const { parameters, count } of rows) counts.push({ unit: unit.component, ...parameters, ...count });
    say(`${unit.component}: ${rows.length} counted, right`);
  }
  const head = {
    about:
      'Written by `npm run prices`. Units of the exported kernels, synthesised for xc7: logic cells, flip-flops, DSP48E1, RAMB18. `over`: largest share of a price by which it is above the count; `median`: of the distance.',
    tool: yosys.version,
    command: 'synth_xilinx -family xc7 -flatten -noiopad',
    verilog: hashOf(verilog),
    compared,
    components,
  };
  const body = JSON.stringify(head, null, 2).replace(/\n}$/, ',\n  "counts": [\n    ');
  await writeFile(into, `${body}${counts.map((row) => JSON.stringify(row)).join(',\n    ')}\n  ]\n}\n`);
  say(`${compared} results of gates compared; written: ${into}`);
}

/** Drives the gates of every parameter with random values; the number of results that were right. */
async function checked(yosys: Yosys, unit: CountedUnit, text: string): Promise<number> {
  let compared = 0;
  for (const parameters of unit.grid) {
    const files = { [`${unit.top}.v`]: text, ...unit.tables?.(parameters) };
    const gates = new Gates(await yosys.netlist(files, unit.top, parameters));
    try {
      compared += unit.check(parameters)(gates, seeded(compared + 1));
    } catch (error) {
      throw new Error(`${unit.top} ${JSON.stringify(parameters)}: ${String(error)}`, { cause: error });
    }
  }
  return compared;
}

/** The same numbers in every run: xorshift of 32 bits. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

async function counted(yosys: Yosys, unit: CountedUnit, text: string): Promise<Row[]> {
  const rows: Row[] = [];
  // Parameters with the same tables are synthesised together.
  const groups = new Map<string, Parameters[]>();
  for (const parameters of unit.grid) {
    const key = JSON.stringify(unit.tables?.(parameters) ?? {});
    groups.set(key, [...(groups.get(key) ?? []), parameters]);
  }
  for (const [tables, group] of groups) {
    const files = { [`${unit.top}.v`]: text, ...(JSON.parse(tables) as Record<string, string>) };
    const found = await yosys.counts(files, unit.top, group, unit.flags ?? '');
    group.forEach((parameters, i) => {
      const count = found[i];
      if (count === undefined) throw new Error(`${unit.top}: not counted`);
      const blocks = unit.blocks?.(parameters) ?? { dsp: 0, bram18: 0 };
      if (blocks.dsp !== count.dsp || blocks.bram18 !== count.bram18)
        throw new Error(
          `${unit.top} ${JSON.stringify(parameters)}: ${count.dsp} DSP and ${count.bram18} RAMB18, the engine has ${blocks.dsp} and ${blocks.bram18}`,
        );
      rows.push({ parameters, count });
    });
  }
  return rows;
}

/** Prices are kept to so many digits. */
const digits = 4;

function fitted(unit: CountedUnit, rows: readonly Row[], of: PricedResource): unknown {
  const rules = unit.rules.filter(
    (rule) => rule.of === of,
  ) as readonly unknown[] as readonly PriceRule<unknown>[];
  const equations = rows.map(({ parameters, count }) => ({
    amounts: rules.map((rule) => rule.amount(unit.unit(parameters))),
    known: 0,
    measured: count[of],
  }));
  // A price that makes no difference to any row is none.
  const prices = fitPrices(equations).map((price, i) =>
    equations.every(({ amounts }) => price * (amounts[i] ?? 0) < 0.5) ? 0 : Number(price.toPrecision(digits)),
  );
  const misses = equations.flatMap(({ amounts, measured }) => {
    const price = amounts.reduce((sum, amount, i) => sum + amount * (prices[i] ?? 0), 0);
    return price > 0 ? [{ over: (price - measured) / price, away: Math.abs(price - measured) / price }] : [];
  });
  const sorted = misses.map(({ away }) => away).sort((a, b) => a - b);
  return {
    prices: Object.fromEntries(rules.map(({ key }, i) => [key, prices[i] ?? 0])),
    over: Number(Math.max(0, ...misses.map(({ over }) => over)).toFixed(3)),
    median: Number((sorted[sorted.length >> 1] ?? 0).toFixed(3)),
  };
}
