/** Beside a layer that is not modelled, every time that is told is marked as what it is. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { figuresOf } from '../../server/src/export/report/figures';
import { codeLenses } from '../../server/src/ide/code-lens';
import { hover } from '../../server/src/ide/hover';
import { load } from '../support/fixture';

const design = (more: string): string => `device { board pynq-z2 }
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  operator op 4x6x6 onnx "Erf"
  flatten
  dense f1 units 10
}
exit early after c1 { flatten dense e1 units 10 when softmax >= 0.9 rate 60% on static }
stage one in static { c1 }
stage two in static { op .. f1 }
schedule { policy serial }
${more}`;

const time = /(?:at least |at most )?[\d.]+ (?:ns|µs|ms|s)\b(?: as known)?/g;

function marked(text: string): void {
  const times = text.match(time) ?? [];
  expect(times.length, text).toBeGreaterThan(0);
  for (const each of times) expect(each, text).toMatch(/^at (least|most) | as known$/);
}

describe('times beside what is not modelled', () => {
  it('are marked in the hover of a rate', async () => {
    const { analysis, offset } = await load(design('').replace('rate 60%', 'ra$0te 60%'));
    expect(analysis.timeline?.atLeast).toBe(true);
    marked(hover(analysis, offset, diagnose(analysis))?.markdown.split('\n\n')[0] ?? '');
  });

  it('are marked in the exits of the schedule', async () => {
    const { analysis, offset } = await load(design('').replace('policy serial', 'poli$0cy serial'));
    const text = hover(analysis, offset, diagnose(analysis))?.markdown ?? '';
    const rows = text.split('\n').filter((l) => /^\| (early|the end) /.test(l));
    expect(rows).toHaveLength(2);
    marked(rows.join('\n'));
  });

  it('are marked in the hover of a case', async () => {
    const text = `device { board pynq-z2 }
network a {
  input xa 1x8x8
  operator op 1x8x8 onnx "Erf"
  flatten
  dense fa units 10
}
network b {
  input xb 1x8x8
  flatten
  dense fb units 10
}
switch gate before a, b {
  flatten
  dense g units 2
  ca$0se small rate 50% -> a
  case large rate 50% -> b
}
`;
    const { analysis, offset } = await load(text);
    expect(analysis.timeline?.atLeast).toBe(true);
    marked(hover(analysis, offset, diagnose(analysis))?.markdown.split('\n\n')[0] ?? '');
    const lens = codeLenses(analysis, diagnose(analysis)).find((l) => l.title.startsWith('check'));
    marked(lens?.title ?? '');
  });

  it('are marked in figures of reports that are laid side by side', async () => {
    const { analysis } = await load(design(''));
    const figures = figuresOf(buildReport(analysis, diagnose(analysis)));
    const times = figures.filter((f) => ['check', 'hidden', 'exposed', 'latency'].includes(f.figure));
    expect(times.length).toBeGreaterThan(3);
    for (const { figure, bound, text } of times)
      expect(bound === 'at least' || text.endsWith(' as known'), figure).toBe(true);
  });
});
