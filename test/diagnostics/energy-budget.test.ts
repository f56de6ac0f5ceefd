import { describe, expect, it } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { chain, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { load } from '../support/fixture';

const metered = reconfigured.replace('device {', 'device { idle 1.52 W');
const slow = 'schedule { arrival every 100 ms }';

describe('a limit of energy, power or battery', () => {
  it('is missed, may not be met inside the band, or fits', () =>
    checkDiagnostics(`${metered}
${slow}
budget {
  energy mean <= 160 mJ
  energy mean <= 152 mJ
//^^^^^^^^^^^^^^^^^^^^^ EX6012 Energy of an input is estimated at 152 mJ (148 mJ to 156 mJ), so it may not meet the budget of 152 mJ. Time decides: a shorter period lowers it, and where inputs arrive less often than that, only sleep between them does.
  energy worst <= 1 uJ
//^^^^^^^^^^^^^^^^^^^^ EX6012 Energy of an input on the longest path is 10.2 mJ (9.99 mJ to 10.5 mJ), 10.2 mJ over the budget of 1 µJ. Time decides: a smaller region loads faster, more \`parallel\` computes faster.
  power mean <= 1000 mW
//^^^^^^^^^^^^^^^^^^^^^ EX6013 Mean power is 1.52 W (1.48 W to 1.56 W), 520 mW over the budget of 1 W. It is hardly more than the base power, which a smaller part, a slower clock or sleep between inputs lowers.
  battery 10 Wh >= 6 h
  battery 10 Wh >= 1 days
//^^^^^^^^^^^^^^^^^^^^^^^ EX6014 Life of the battery is 6.58 h (6.42 h to 6.75 h), 17.4 h short of the budget of 24 h. It is the capacity by mean power, which a smaller part, a slower clock or sleep between inputs lowers.
}
`));

  it('of a battery is not checked without the power of the board', () =>
    checkDiagnostics(`${reconfigured}
budget {
  battery 10 Wh >= 6 h
//^^^^^^^^^^^^^^^^^^^^ EX6005 This limit is not checked: a battery feeds the whole board: state its metered power as \`idle\`.
}
`));

  it('of a part without power reports is not checked', () =>
    checkDiagnostics(`device { part "xc7z030sbg485-1" }
${chain}
budget {
  energy mean <= 1 mJ
//^^^^^^^^^^^^^^^^^^^ EX6005 This limit is not checked: no power report of this part is known: state the metered power of the board as \`idle\`.
}
`));
});

describe('a quantity that cannot be', () => {
  it.each([
    ['device { idle -1 W }', 'EX2007', '`idle` is -1 W, but it must be above zero.'],
    ['device { idle 0 W }', 'EX2007', '`idle` is 0 W, but it must be above zero.'],
    ['device { idle 1.52 }', 'EX2006', '`1.52` needs a unit: write `W`, `mW` or `uW`.'],
    ['device { ambient 300 C }', 'EX2007', '`ambient` is 300 C, but it must be at most 125.'],
    ['device { sleep -1 mW }', 'EX2007', '`sleep` is -1 mW, but it must be at least 0.'],
    ['budget { battery 0 Wh >= 6 h }', 'EX2007', '`battery` is 0 Wh, but it must be above zero.'],
    ['budget { battery 5 >= 6 h }', 'EX2006', '`5` needs a unit: write `Wh`, `mWh` or `J`.'],
    ['budget { power mean <= 5 mJ/s }', 'EX2006', '`mJ/s` is `mW`. Write `5 mW`.'],
    [
      'budget { energy mean <= 5 mW }',
      'EX2006',
      '`mW` is a power: divided by inputs per second it is `mJ` an input. Write `5 mJ`.',
    ],
  ])('%s', async (text, code, message) => {
    const { analysis } = await load(text);
    expect(diagnose(analysis).map((d) => [d.code, d.message])).toContainEqual([code, message]);
  });
});
