/** Units that bring values to another scale. */
import { divideHalfEven, requantise } from '../../src/arithmetic/requantise';
import { sumRules } from '../../src/cost/units/elementwise';
import {
  floatRequantiserRules,
  type Mean,
  meanDsp,
  meanRules,
  type Requantiser,
  type RequantiserForm,
  requantiserDsp,
  requantiserRules,
} from '../../src/cost/units/requantiser';
import { pipelined } from './checks';
import { type CountedUnit, every, of, range, saturated } from './unit';
import type { Parameters } from './yosys';

function requantiser(
  form: RequantiserForm,
  rules: CountedUnit['rules'],
): Pick<CountedUnit, 'rules' | 'unit' | 'blocks'> {
  const unit = (p: Parameters): Requantiser => ({
    accumulatorBits: of(p, 'ACC'),
    multiplierBits: of(p, 'MULT'),
    outputBits: of(p, 'OUT'),
  });
  return { rules, unit, blocks: (p) => ({ dsp: requantiserDsp(form, unit(p)), bram18: 0 }) };
}

const meanOf = (p: Parameters): Mean => ({ sumBits: of(p, 'SUM'), count: of(p, 'COUNT') });

export const requantisers: CountedUnit[] = [
  {
    top: 'requantise_exact',
    component: 'requantise',
    ...requantiser('exact', requantiserRules),
    grid: [
      ...every('ACC', [12, 16, 20, 25, 32], { MULT: 8, OUT: 8 }),
      { ACC: 16, MULT: 1, OUT: 8 },
      { ACC: 25, MULT: 17, OUT: 8 },
      ...every('OUT', [2, 4, 16], { ACC: 20, MULT: 8 }),
    ].map((each) => ({ ...each, SHIFT: Math.ceil(Math.log2(of(each, 'ACC') + of(each, 'MULT'))) })),
    check: (p) =>
      pipelined(
        4,
        { sum: of(p, 'ACC'), multiplier: -of(p, 'MULT'), shift: -of(p, 'SHIFT') },
        ({ sum = 0, multiplier = 0, shift = 0 }) =>
          saturated(divideHalfEven(sum * multiplier, 2 ** shift), of(p, 'OUT')),
        of(p, 'OUT'),
        ({ shift = 0 }) => shift < of(p, 'ACC') + of(p, 'MULT'),
      ),
  },
  {
    top: 'requantise_float',
    component: 'requantiseFloat',
    ...requantiser('float', floatRequantiserRules),
    grid: [...every('ACC', [12, 16, 20, 25, 32], { OUT: 8 }), ...every('OUT', [2, 4, 16], { ACC: 20 })],
    check: (p) =>
      pipelined(
        8,
        { sum: of(p, 'ACC'), multiplier: -24, shift: 8 },
        ({ sum = 0, multiplier = 0, shift = 0 }) =>
          requantise(sum, multiplier * 2 ** -shift, range(of(p, 'OUT'))),
        of(p, 'OUT'),
        ({ multiplier = 0 }) => multiplier > 0,
      ),
  },
  {
    top: 'mean',
    component: 'mean',
    rules: meanRules,
    unit: meanOf,
    blocks: (p) => ({ dsp: meanDsp(meanOf(p)), bram18: 0 }),
    grid: [
      ...[4, 16, 64, 3, 9, 25, 49].map((COUNT) => ({ SUM: 8 + Math.ceil(Math.log2(COUNT)), COUNT, OUT: 8 })),
      { SUM: 6, COUNT: 4, OUT: 4 },
      { SUM: 8, COUNT: 9, OUT: 4 },
      { SUM: 18, COUNT: 4, OUT: 16 },
      { SUM: 20, COUNT: 9, OUT: 16 },
    ],
    check: (p) =>
      pipelined(
        4,
        { sum: of(p, 'SUM') },
        ({ sum = 0 }) => divideHalfEven(sum, of(p, 'COUNT')),
        of(p, 'OUT'),
        ({ sum = 0 }) => {
          const mean = divideHalfEven(sum, of(p, 'COUNT'));
          return mean === saturated(mean, of(p, 'OUT'));
        },
      ),
  },
  {
    top: 'sum',
    component: 'sum',
    rules: sumRules,
    unit: (p) => ({ bits: of(p, 'OUT'), inputs: of(p, 'SECOND') === 0 ? 1 : 2 }),
    grid: [4, 8, 16].flatMap((bits) => [
      { IN: bits, FIRST: 1, SECOND: 1, SHIFT: 0, OUT: bits },
      { IN: bits, FIRST: 4, SECOND: 1, SHIFT: 2, OUT: bits },
      { IN: bits, FIRST: 16, SECOND: 1, SHIFT: 4, OUT: bits },
      { IN: bits, FIRST: 1, SECOND: 0, SHIFT: 2, OUT: bits },
      { IN: bits, FIRST: 1, SECOND: 0, SHIFT: 4, OUT: bits },
    ]),
    check: (p) =>
      pipelined(
        3,
        { a: of(p, 'IN'), b: of(p, 'IN') },
        ({ a = 0, b = 0 }) =>
          saturated(
            divideHalfEven(a * of(p, 'FIRST') + b * of(p, 'SECOND'), 2 ** of(p, 'SHIFT')),
            of(p, 'OUT'),
          ),
        of(p, 'OUT'),
      ),
  },
];
