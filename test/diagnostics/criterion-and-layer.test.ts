import { expect, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { load } from '../support/fixture';
import { checkFixes } from '../support/quick-fixes';

const exit = (when: string) => `${chain}
exit early after p1 {
  flatten features
  dense margin units 1
  dense b1 units 10 from features
  when ${when}
`;

it('the criterion counts, which is said, with the way to the layer', async () => {
  const design = `${exit('margin >= 0.5')}//     ^^^^^^ EX7016 \`margin\` is the criterion here, computed from the scores, not the layer \`margin\` of this exit
  rate 60%
}
`;
  await checkDiagnostics(design);
  await checkFixes(design, 'EX7016', { 'Decide by the layer: "margin"': '  when "margin" >= 0.5' });
});

it('in quotes it is the layer', async () => {
  const design = `${exit('"margin" >= 0.5')}  rate 60%\n}\n`;
  await checkDiagnostics(design);
  const { analysis } = await load(design);
  expect(analysis.design.exits[0]?.when).toMatchObject({ criterion: 'learned', layer: 1 });
});
