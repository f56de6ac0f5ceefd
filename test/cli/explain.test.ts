import { describe, expect, it, vi } from 'vitest';
import { runExplain } from '../../server/src/cli/explain';
import { WrongUse } from '../../server/src/cli/outcome';
import { otherCodes } from '../../server/src/diagnostics/other-codes';
import { rules } from '../../server/src/diagnostics/rules/index';

function explained(...args: readonly string[]): string {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    expect(runExplain(args)).toBe(0);
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

describe('exeunt explain', () => {
  it('says what a code means, shows a design that has it, and says what to do', () => {
    const text = explained('ex4001');
    expect(text).toMatch(/^EX4001: Illegal parallelism \(error\)\n\n`pe` must divide the outputs/);
    expect(text).toContain('For example:\n\n    network n {\n      input image 1x28x28\n');
    expect(text).toMatch(/Take one of the nearest legal values, or `parallel auto`\.\n$/);
  });

  it.each([...rules, ...otherCodes].map(({ code }) => code))('has words for %s, and no link', (code) => {
    const text = explained(code);
    expect(text.startsWith(`${code}: `)).toBe(true);
    expect(text).not.toMatch(/\]\(/);
  });

  it('refuses what is no code, with the nearest', () => {
    expect(() => runExplain(['EX401'])).toThrow(/there is no code `EX401`; did you mean `EX4\d+1`\?/);
    for (const args of [[], ['EX4001', 'EX4002']]) expect(() => runExplain(args)).toThrow(WrongUse);
  });
});
