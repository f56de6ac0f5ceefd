/** Where tasks that run at once may compete for the memory, the period is told as a bound, everywhere. */
import { describe, expect, test } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportTables } from '../../server/src/export/report/tables';
import { codeLenses } from '../../server/src/ide/code-lens';
import { hover } from '../../server/src/ide/hover';
import { load } from '../support/fixture';

/** Two resident stages; `rate` is the memory's. */
const design = (rate: string, policy = 'overlap'): string => `device {
  board pynq-z2
  memory ${rate}
}
network n {
  input image 1x28x28
  conv c1 kernel 3x3 filters 8 pad 1
  conv c2 kernel 3x3 filters 8 pad 1
  flatten
  dense f1 units 10
}
stage one in static { c1 }
stage two in static { c2 .. f1 }
schedule { policy ${policy} batch 4$0 }
budget { throughput >= 1 /s }
`;

async function told(text: string) {
  const { analysis, offset } = await load(text);
  const found = diagnose(analysis);
  const stream = analysis.timeline?.stream;
  const report = buildReport(analysis, found);
  const rows = reportTables(report).flatMap((t) => t.rows);
  const row = (name: string) => rows.find(([figure]) => figure === name)?.[1] ?? '';
  return {
    stream,
    verdict: analysis.comparison?.verdict ?? '',
    budget: analysis.budgets[0],
    json: report.timeline?.stream,
    period: row('period, back to back'),
    throughput: row('throughput'),
    limit: row('throughput limited by'),
    hover: hover(analysis, offset, found)?.markdown ?? '',
    lens: codeLenses(analysis, found).map((l) => l.title),
    view: viewSnapshot(analysis, found).timeline,
  };
}

describe('tasks that may compete for the memory', () => {
  test('make the period a lower bound and the throughput an upper one', async () => {
    const slow = await told(design('4 MB/s'));
    expect(slow.stream).toMatchObject({ contended: true, atLeast: true, exact: false });
    expect(slow.json).toMatchObject({ exact: false, atLeast: true });
    expect(slow.json?.memoryDemand).toBeGreaterThan(1);
    expect(slow.period).toMatch(/^at least /);
    expect(slow.throughput).toMatch(/^at most /);
    expect(slow.limit).toMatch(/may ask for 1\d\d % of the memory's rate.* the period is a lower bound$/);
    expect(slow.hover).toMatch(/^\*\*at most [\d.,]+ \/s\*\* back to back: one input every at least /);
    expect(slow.lens.some((l) => l.includes('the period is a lower bound'))).toBe(true);
    expect(slow.view).toMatchObject({ periodAtLeast: true });
    expect(slow.verdict).toMatch(/\. Tasks may compete for the memory, which makes periods longer\.$/);
    expect((await told(design('4 GB/s'))).verdict).not.toContain('compete');
    expect(slow.budget).toMatchObject({ bound: 'at most', verdict: 'not known' });
  });

  test('change nothing where all of it suffices', async () => {
    const fast = await told(design('1 GB/s'));
    expect(fast.stream).toMatchObject({ contended: false, atLeast: false, exact: true });
    expect(fast.json).not.toHaveProperty('memoryDemand');
    expect(fast.period).toMatch(/^[\d.]/);
    expect(fast.throughput).toMatch(/^[\d.]/);
    expect(fast.limit).not.toContain('memory');
    expect(fast.view).not.toHaveProperty('periodAtLeast');
  });

  test('leave it approximate under `speculate`, where a delay can spare work', async () => {
    const slow = await told(design('4 MB/s', 'speculate'));
    expect(slow.stream).toMatchObject({ contended: true, atLeast: false, exact: false });
    expect(slow.period).toMatch(/^[\d.]/);
    expect(slow.limit).toMatch(/the period is approximate$/);
  });
});
