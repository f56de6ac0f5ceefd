/** Units that decide. */
import { decide, decisionUnit } from '../../src/arithmetic/decision';
import { exponentTable, logarithmTable } from '../../src/arithmetic/exponent';
import type { CountedComponent } from '../../src/cost/prices/price';
import {
  decideRules,
  decisionBlocks,
  largestTwoRules,
  type Logits,
  writeVerdictRules,
} from '../../src/cost/units/decision';
import { type Check, streamed } from './checks';
import { bits, type CountedUnit, grouped, of, range, signed } from './unit';
import type { Files, Parameters } from './yosys';

const hex = (values: ArrayLike<number>, length: number): string =>
  Array.from({ length }, (_, i) => (values[i] ?? 0).toString(16)).join('\n');

/** Scale of the logits in the tables: of 8 bits with four fraction bits, of 16 bits with eight. */
const logitScale = (p: Parameters): number => (of(p, 'BITS') === 8 ? 2 ** -4 : 2 ** -8);
const logitTable = (p: Parameters): ReturnType<typeof exponentTable> =>
  exponentTable(logitScale(p), 2 ** of(p, 'BITS') - 1);
const tables = (p: Parameters): Files => {
  const { fine, coarse } = logitTable(p);
  return {
    'fine.hex': hex(fine, 256),
    'coarse.hex': hex(coarse, Math.max(2, 2 ** Math.ceil(Math.log2(Math.max(1, coarse.length))))),
    'logarithm.hex': hex(logarithmTable, 512),
  };
};

const sizes: readonly Parameters[] = [
  { CLASSES: 10, BITS: 8 },
  { CLASSES: 100, BITS: 8 },
  { CLASSES: 1000, BITS: 8 },
  { CLASSES: 10, BITS: 16 },
  { CLASSES: 100, BITS: 16 },
];
const coarseSizes = sizes.map((p) => ({ ...p, COARSE: Math.max(1, logitTable(p).coarse.length) }));

const logitsOf = (p: Parameters): Logits => ({ bits: of(p, 'BITS'), classes: of(p, 'CLASSES') });

function decision(component: CountedComponent): Pick<CountedUnit, 'rules' | 'unit' | 'blocks'> {
  const blocks = decisionBlocks[component];
  return {
    rules: decideRules,
    unit: logitsOf,
    blocks: (p) => ({ dsp: blocks?.dsp(logitsOf(p)) ?? 0, bram18: blocks?.bram18 ?? 0 }),
  };
}

/** The verdict of `criterion` on groups of logits; the largest of each comes beside its logits. */
function shareCheck(p: Parameters, criterion: 'softmax' | 'softmax2' | 'entropy', threshold: number): Check {
  const unit = decisionUnit({
    criterion,
    comparison: criterion === 'entropy' ? '<=' : '>=',
    threshold,
    logits: { ...range(of(p, 'BITS')), scale: logitScale(p) },
  });
  const width = of(p, 'BITS');
  return streamed(
    { in: { data: width, most: width } },
    { out: ['leaves'] },
    ({ in: words = [] }) => ({
      out: grouped(words, of(p, 'CLASSES')).map((group) => [
        decide(
          unit,
          group.map(([z = 0n]) => signed(z, width)),
        ).leaves
          ? 1n
          : 0n,
      ]),
    }),
    {},
    {
      // Few groups of large logits, so that both verdicts occur.
      prepare: (words) =>
        grouped(words, of(p, 'CLASSES'), false).flatMap((group, g) => {
          const close = group.map(([z = 0n], i) => {
            const value = signed(z, width) >> (g % 3);
            return i === 0 && g % 2 === 0 ? range(width).max : value;
          });
          const most = BigInt.asUintN(width, BigInt(Math.max(...close)));
          return close.map((z) => [BigInt.asUintN(width, BigInt(z)), most]);
        }),
      beside: ['most'],
      turns: 12 * of(p, 'CLASSES'),
    },
  );
}

export const decisions: CountedUnit[] = [
  {
    top: 'find_largest',
    component: 'largestTwo',
    rules: largestTwoRules,
    unit: logitsOf,
    grid: sizes,
    check: (p) =>
      streamed(
        { in: { data: of(p, 'BITS') } },
        { logit: ['logit'], found: ['value', 'second', 'label'] },
        ({ in: words = [] }) => ({
          logit: words,
          found: grouped(words, of(p, 'CLASSES')).map((group) => {
            const values = group.map(([z = 0n]) => signed(z, of(p, 'BITS')));
            const label = values.indexOf(Math.max(...values));
            const second = Math.max(...values.filter((_, i) => i !== label));
            const word = (value: number): bigint => BigInt.asUintN(of(p, 'BITS'), BigInt(value));
            return [word(values[label] ?? 0), word(second), BigInt(label)];
          }),
        }),
        {},
        { turns: 4 * of(p, 'CLASSES') },
      ),
  },
  {
    top: 'decide_margin',
    component: 'decideMargin',
    ...decision('decideMargin'),
    grid: sizes.map((p) => ({ ...p, THRESHOLD: 3, LEARNED: 0, LABELS: 0 })),
    check: marginCheck,
  },
  {
    top: 'decide_margin',
    component: 'decideLearned',
    ...decision('decideLearned'),
    grid: sizes.map((p) => ({ ...p, THRESHOLD: 3, LEARNED: 1, LABELS: 0 })),
    check: marginCheck,
  },
  {
    top: 'decide_margin',
    component: 'decideLabel',
    ...decision('decideLabel'),
    grid: sizes.map((p) => ({ ...p, THRESHOLD: 3, LEARNED: 0, LABELS: 1 })),
    check: marginCheck,
  },
  {
    top: 'decide_softmax',
    component: 'decideSoftmax',
    ...decision('decideSoftmax'),
    grid: coarseSizes.map((p) => ({ ...p, THRESHOLD: 0.9 * 2 ** 24 })).map(whole),
    tables,
    check: (p) => shareCheck(p, 'softmax', of(p, 'THRESHOLD') / 2 ** 24),
  },
  {
    top: 'decide_softmax2',
    component: 'decideSoftmax2',
    ...decision('decideSoftmax2'),
    grid: sizes.map((p) => ({ ...p, LOGIT: -Math.log2(logitScale(p)), THRESHOLD: 0.9 * 2 ** 24 })).map(whole),
    flags: ' -nodsp',
    check: (p) => shareCheck(p, 'softmax2', of(p, 'THRESHOLD') / 2 ** 24),
  },
  {
    top: 'decide_entropy',
    component: 'decideEntropy',
    ...decision('decideEntropy'),
    grid: coarseSizes
      .map((p) => ({ ...p, THRESHOLD: 0.5 * 2 ** 24, SCALE: logitScale(p) * 2 ** 24 }))
      .map(whole),
    tables,
    check: (p) => shareCheck(p, 'entropy', of(p, 'THRESHOLD') / 2 ** 24),
  },
  {
    top: 'write_verdict',
    component: 'writeVerdict',
    rules: writeVerdictRules,
    unit: logitsOf,
    grid: sizes,
    check: (p) =>
      streamed(
        {
          in: { data: of(p, 'BITS') },
          verdict: { leaves: 1, label: Math.ceil(Math.log2(of(p, 'CLASSES'))) },
        },
        { out: ['data', 'last'] },
        ({ in: words = [], verdict = [] }) => ({
          out: [...grouped(words, of(p, 'CLASSES'), false), []].flatMap((group, g) => {
            const [leaves = 0n, label = 0n] = verdict[g] ?? [];
            const beats = grouped(group, 64 / of(p, 'BITS'), false);
            return [
              [leaves | (label << 32n), 0n],
              ...beats.map((beat, b) => [
                bits(
                  beat.map(([z = 0n]) => z),
                  of(p, 'BITS'),
                ),
                g === 1 && b === beats.length - 1 ? 1n : 0n,
              ]),
            ];
          }),
        }),
        { inputs: 2n },
        { turns: 4 * of(p, 'CLASSES') },
      ),
  },
];

function whole(p: Parameters): Parameters {
  return Object.fromEntries(Object.entries(p).map(([name, value]) => [name, Math.round(value)]));
}

function marginCheck(p: Parameters): Check {
  const width = of(p, 'BITS');
  return streamed(
    { in: {}, found: { value: width, second: width } },
    { out: ['leaves'] },
    ({ in: words = [], found = [] }) => ({
      out: grouped(words, of(p, 'CLASSES')).map((_, g) => {
        const [value = 0n, second = 0n] = found[g] ?? [];
        const margin = signed(value, width) - (of(p, 'LEARNED') ? 0 : signed(second, width));
        return [!of(p, 'LABELS') && margin >= of(p, 'THRESHOLD') ? 1n : 0n];
      }),
    }),
    {},
    { turns: 8 * of(p, 'CLASSES') },
  );
}
