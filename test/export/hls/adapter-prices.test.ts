import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../../server/src/analysis/analysis';
import { moduleLines } from '../../../server/src/analysis/presentation/module-lines';
import { randomNumbers } from '../../../server/src/arithmetic';
import type { QuantisedDesign } from '../../../server/src/arithmetic/quantised';
import { checkFile } from '../../../server/src/cli/files';
import { counted, type CountedComponent } from '../../../server/src/cost/prices/price';
import { load } from '../../support/fixture';
import { samples } from '../../support/samples';
import { seed, seeded } from '../../support/seed';
import { exported } from './kernels';
import { randomNetwork } from './random-networks';
import { templateDesigns } from './template-designs';

interface Adapter {
  readonly component: CountedComponent;
  /** The line that each such process has once, and the flip-flops of its word. */
  readonly once: string;
  readonly word?: string;
  /** Bits of that word, by the arguments of the template behind the type. */
  readonly bits?: (type: number, from: number, to: number) => number;
}

const adapters: Readonly<Record<string, Adapter>> = {
  widen: { component: 'widen', once: 'widen, handshake', word: 'widen, word', bits: (t, _, to) => t * to },
  narrow: {
    component: 'narrow',
    once: 'narrow, handshake',
    word: 'narrow, word',
    bits: (t, from) => t * from,
  },
  repack: { component: 'repack', once: 'repack, counts', word: 'repack, values', bits: () => 0 },
  copy: { component: 'copy', once: 'copy, handshakes', word: 'copy, word', bits: (t, lanes) => t * lanes },
  read_beats: { component: 'readBeats', once: 'beats in, handshake' },
  write_beats: { component: 'writeBeats', once: 'beats out, count of results' },
};

type Tally = Record<string, { readonly processes: number; readonly bits: number }>;

/** The processes of a kernel, by its text. */
function built(text: string): Tally {
  return Object.fromEntries(
    Object.entries(adapters).map(([name, { bits }]) => {
      const calls = [...text.matchAll(new RegExp(`exeunt::${name}<u?int(\\d+)_t, ([^>]*)>`, 'g'))];
      const sum = calls.reduce((all, [, type, sizes = '']) => {
        const [a = 0, b = 0, c = 0] = sizes.split(', ').map(Number);
        return all + (name === 'repack' ? Number(type) * (a + c) : (bits?.(Number(type), a, b) ?? 0));
      }, 0);
      return [name, { processes: calls.length, bits: sum }];
    }),
  );
}

/** Those that the lines of a module have a price for. */
function priced(module: Analysis['modules'][number]): Tally {
  const lines = moduleLines(module);
  return Object.fromEntries(
    Object.entries(adapters).map(([name, { component, once, word }]) => {
      const { lut, ff } = counted.components[component] ?? {};
      const amount = (of: 'lut' | 'ff', part: string, price = NaN): number =>
        lines
          .filter((line) => line.of === of && line.term.name.replace('weights: ', '') === part)
          .reduce((sum, line) => sum + line.value, 0) / price;
      const price = name === 'repack' ? ff?.prices['held'] : ff?.prices['word'];
      return [
        name,
        {
          processes: Math.round(amount('lut', once, lut?.prices['control'])),
          bits: word === undefined ? 0 : Math.round(amount('ff', word, price)),
        },
      ];
    }),
  );
}

/** Tables of a kernel that take LUTs, as lanes and words; two words are told apart by the address itself. */
function builtTables(text: string, table: string): readonly string[] {
  return [...text.matchAll(new RegExp(`static const int\\d+_t \\w+_${table}\\[(\\d+)\\]\\[(\\d+)\\]`, 'g'))]
    .filter(([, , words]) => Number(words) > 2)
    .map(([, lanes, words]) => `${lanes} of ${words}`);
}

function pricedTables({ list, layers }: Analysis['modules'][number], table: string): readonly string[] {
  const line = new RegExp(`^requantise, table of ${table}, (\\d+) words$`);
  return layers.flatMap((layer) =>
    (list.layers[layer]?.cost?.terms ?? []).flatMap(({ name, substituted }) => {
      const words = line.exec(name)?.[1];
      return words === undefined ? [] : [`${substituted.split('·')[0]} of ${words}`];
    }),
  );
}

function compare(analysis: Analysis, numbers: QuantisedDesign, about: string): number {
  const { files, plans } = exported(analysis, numbers);
  for (const { module, top } of plans) {
    const text = files.get(`hls/${top}/${top}.cpp`) ?? '';
    expect(priced(module), `${module.name} of ${about}`).toEqual(built(text));
    for (const table of ['bias', 'multiplier', 'shift'])
      expect(pricedTables(module, table), `${table} of ${module.name} of ${about}`).toEqual(
        builtTables(files.get(`hls/${top}/weights.hpp`) ?? '', table),
      );
  }
  return plans.length;
}

const notExported = ['too-small', 'region-only'];

describe('what stands between the layers of a kernel has a price, and only that', () => {
  test.each(samples.filter(({ name }) => !notExported.includes(name)))('$name', async ({ name, path }) => {
    const { analysis } = await checkFile(path);
    expect(compare(analysis, randomNumbers(analysis.lists, 1), name)).toBeGreaterThan(0);
  });

  test.each(Object.entries(templateDesigns))('%s', async (name, text) => {
    const { analysis } = await load(text);
    expect(compare(analysis, randomNumbers(analysis.lists, 1), name)).toBeGreaterThan(0);
  });

  test('random networks', { timeout: 60_000 }, async () => {
    let compared = 0;
    for (let stream = 100; stream < 140; stream++) {
      const drawn = await randomNetwork(seeded(stream));
      // Where words of 8 and of 16 bits meet, the model takes a layer's own for what it reads as well.
      if (drawn === undefined || !hasOneWidth(drawn.analysis)) continue;
      // The types of the text: a model's own may need wider words.
      compared += compare(
        drawn.analysis,
        randomNumbers(drawn.analysis.lists, 1),
        `seed ${seed}, stream ${stream}\n${drawn.text}`,
      );
    }
    expect(compared).toBeGreaterThan(10);
  });
});

function hasOneWidth({ lists }: Analysis): boolean {
  return lists.every(({ specs }) => specs.every(({ activations }) => activations.bits <= 8));
}
