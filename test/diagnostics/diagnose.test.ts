import { describe, expect, it } from 'vitest';
import { diagnose, isIncomplete } from '../../server/src/diagnostics/diagnose';
import { separated } from '../../server/src/diagnostics/placed-fixes';
import type { Rule } from '../../server/src/diagnostics/rule';
import { rules } from '../../server/src/diagnostics/rules/index';
import { chain } from '../support/designs';
import { explanation } from '../support/explanation';
import { load } from '../support/fixture';

const broken = `${chain}\nregion r { pblock auto }\n`;

describe('a rule that fails', () => {
  const failing = (code: string): Rule => ({
    code,
    severity: 'hint',
    explanation,
    *check({ uri }) {
      yield { at: { uri, start: 1, end: 2 }, message: 'found before' };
      throw new TypeError('of undefined');
    },
  });

  it('is reported as an error, with what it found before, and takes no other with it', async () => {
    const { analysis } = await load(broken);
    const whole = diagnose(analysis);
    const found = diagnose(analysis, [failing('EX3333'), ...rules, failing('EX4444')]);
    expect(found.filter((d) => d.code === 'EX9001').map((d) => [d.severity, d.message])).toEqual([
      [
        'error',
        'The check for EX3333 failed, so its findings are missing: of undefined. This is a fault of Exeunt, not of the design.',
      ],
      [
        'error',
        'The check for EX4444 failed, so its findings are missing: of undefined. This is a fault of Exeunt, not of the design.',
      ],
    ]);
    expect(found.filter((d) => d.message === 'found before')).toHaveLength(2);
    const others = found.filter((d) => d.code !== 'EX9001' && d.message !== 'found before');
    expect(others.map((d) => d.message)).toEqual(whole.map((d) => d.message));
    expect([isIncomplete(found), isIncomplete(whole)]).toEqual([true, false]);
  });

  it('that names a place outside of its block is one', async () => {
    const { analysis } = await load(broken);
    const origin = analysis.design.regions[0]?.origin;
    const misplaced: Rule = {
      code: 'EX3333',
      severity: 'error',
      explanation,
      check: () => (origin ? [{ at: { ...origin, span: { start: 0, end: 500 } }, message: 'here' }] : []),
    };
    const [found] = diagnose(analysis, [misplaced]);
    expect(found?.code).toBe('EX9001');
    expect(found?.message).toContain('a place at 0-500 in a block of 24 characters');
  });
});

describe('the edits of one fix', () => {
  const uri = 'file:///x';
  const edit = (start: number, end: number, text: string) => ({ uri, start, end, text });

  it.each([
    ['apart stay', [edit(4, 6, 'a'), edit(0, 2, '')], [edit(0, 2, ''), edit(4, 6, 'a')]],
    ['that remove the same remove it once', [edit(0, 4, ''), edit(2, 6, '')], [edit(0, 6, '')]],
    ['that are the same are one', [edit(3, 3, 'a'), edit(3, 3, 'a')], [edit(3, 3, 'a')]],
    [
      'that insert at one place stand in order',
      [edit(3, 3, 'a'), edit(3, 3, 'b')],
      [edit(3, 3, 'a'), edit(3, 3, 'b')],
    ],
    ['that touch are apart', [edit(0, 3, ''), edit(3, 3, 'b')], [edit(0, 3, ''), edit(3, 3, 'b')]],
    ['that contradict each other are none', [edit(0, 4, 'a'), edit(2, 6, '')], undefined],
    ['that write into what is removed are none', [edit(0, 4, ''), edit(2, 2, 'a')], undefined],
  ])('%s', (_, edits, expected) => {
    expect(separated(edits)).toEqual(expected);
  });
});
