import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { designStatus } from '../../server/src/analysis/presentation/status';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportText } from '../../server/src/export/report/text';
import { codeLenses } from '../../server/src/ide/code-lens';
import { hover } from '../../server/src/ide/hover';
import { chain, pynq, reconfigured } from '../support/designs';
import { load } from '../support/fixture';

/** What every place that shows the judgement says, as it must be the same. */
async function judged(text: string) {
  const { analysis } = await load(`${text}\nschedule { policy overlap }`);
  const diagnostics = diagnose(analysis);
  const report = buildReport(analysis, diagnostics);
  const view = viewSnapshot(analysis, diagnostics);
  const verdict = report.verdict ?? '';
  const lens = codeLenses(analysis, diagnostics).map((l) => l.title);
  const { text: source = '' } = analysis.files[0] ?? {};
  const hovered = hover(analysis, source.indexOf('policy overlap') + 8, diagnostics)?.markdown ?? '';
  expect(view.verdict).toBe(verdict);
  expect(lens).toContain(verdict);
  expect(hovered).toContain(verdict);
  expect(reportText(report, [])).toContain(verdict);
  expect(designStatus(analysis, diagnostics).detail).toBe(verdict);
  return { report, view, verdict };
}

/** The region is so narrow that snapping leaves nothing of it. */
const tooSmall = `${pynq}
${chain}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
region rp0 { pblock SLICE_X0Y50:SLICE_X3Y99 }
`;

describe('the judgement', () => {
  it('is a comparison while nothing is wrong', async () => {
    const { verdict, view } = await judged(reconfigured);
    expect(verdict).toMatch(/^A static design .*is faster here/);
    expect(view.verdictLook).toBe('caution');
  });

  it('is withheld while the design has errors: the first stands there, with its line', async () => {
    const { verdict, view, report } = await judged(tooSmall);
    expect(verdict).toMatch(/^Not valid: `front` does not fit: .* \(line \d+, EX4002\)\.$/);
    expect(verdict).not.toMatch(/static design|reconfiguring pays/);
    expect(view.verdictLook).toBe('invalid');
    expect(report.breakEvenBatch).toBeNull();
    expect(report.baselines.find((b) => b.name === 'serial')?.fits).toBe(false);
  });

  it('is marked and kept where a budget is missed: every figure is right', async () => {
    const { verdict, view } = await judged(`${reconfigured}budget { latency mean <= 50 us }`);
    expect(verdict).toMatch(
      /^Not valid: Mean latency is 2.71 ms, 2.66 ms over the budget of 50 µs \(line \d+, EX6002\)\. A static design /,
    );
    expect(view.verdictLook).toBe('invalid');
    expect(view).toMatchObject({
      diagnostics: { errors: 1 },
      understood: true,
      problem: { code: 'EX6002' },
    });
  });

  it('names an error before a budget that is missed because of it', async () => {
    const text = `budget { latency worst <= 1 us }\n${tooSmall}`;
    expect((await judged(text)).verdict).toMatch(/^Not valid: `front` does not fit/);
  });
});

describe('what the view says of errors', () => {
  const first = async (text: string) => {
    const { analysis } = await load(text);
    const { diagnostics, problem, understood } = viewSnapshot(analysis, diagnose(analysis));
    return { ...diagnostics, problem, understood };
  };

  it('is "not understood" for syntax and names alone', async () => {
    expect((await first(tooSmall)).understood).toBe(true);
    expect((await first(reconfigured.replace('c1 .. p1', 'nowhere .. p1'))).understood).toBe(false);
    expect((await first(reconfigured.replace('kernel 3x3', 'kernel 3x'))).understood).toBe(false);
  });

  it('has the place of the first, or of a warning where there is no error', async () => {
    expect((await first(tooSmall)).problem).toMatchObject({ code: 'EX4002' });
    const lax = await first(`${reconfigured}budget { lut <= 30% }`);
    expect(lax).toMatchObject({ errors: 0, problem: { code: 'EX4005' } });
    expect(await first(reconfigured)).toEqual({ errors: 0, warnings: 0, problem: null, understood: true });
  });
});
