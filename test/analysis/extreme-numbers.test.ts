/** Every number of a design at its extremes: what is told is a figure or a reason, never `Infinity` or `NaN`. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportHtml } from '../../server/src/export/report/html';
import { reportText } from '../../server/src/export/report/text';
import { codeLenses } from '../../server/src/ide/code-lens';
import { hover } from '../../server/src/ide/hover';
import { inlayHints } from '../../server/src/ide/inlay-hints';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';

const design = `${reconfigured.replace('clock 100 MHz', 'clock 100 MHz memory 2 GB/s port pcap rate 100 MB/s overhead 30 us')}
schedule {
  policy overlap
  batch 2
  arrival every 20 ms
}
budget {
  latency worst <= 20 ms
  throughput >= 10 /s
  accuracy >= 90%
  lut <= 80%
}
`;

/** Numbers that stand by themselves, and the sizes of shapes and kernels. */
const numbers = [...design.matchAll(/(?<![\w.])\d+(?:\.\d+)?(?=[\s%x}])|(?<=\dx)\d+/g)].map(
  ({ 0: n, index }) => [n, index] as const,
);

const extremes = ['0', '1e-320', '0.000001', '1e15', '1e300', '9'.repeat(400), '-1'];

describe('a number at its extremes', () => {
  it.each(extremes)(
    '%s in the place of each',
    async (extreme) => {
      expect(numbers.length).toBeGreaterThan(20);
      for (const [number, at] of numbers) {
        const text = `${design.slice(0, at)}${extreme}${design.slice(at + number.length)}`;
        const { analysis } = await load(text);
        const diagnostics = diagnose(analysis);
        const report = buildReport(analysis, diagnostics);
        const view = viewSnapshot(analysis, diagnostics);
        const told = [
          ...diagnostics.flatMap((d) => [d.message, ...d.fixes.map((f) => f.title)]),
          ...codeLenses(analysis, diagnostics).map((l) => l.title),
          ...inlayHints(analysis).map((h) => `${h.label} ${h.tooltip ?? ''}`),
          reportText(report, analysis.missing),
          reportHtml(report, view),
          hover(analysis, at)?.markdown ?? '',
          hover(analysis, text.lastIndexOf('schedule') + 1)?.markdown ?? '',
          hover(analysis, text.lastIndexOf('budget') + 1)?.markdown ?? '',
          hover(analysis, text.indexOf('front') + 1)?.markdown ?? '',
          hover(analysis, text.indexOf('early') + 1)?.markdown ?? '',
        ];
        for (const each of told)
          expect(each, `${number} at ${at}: ${extreme.slice(0, 9)}`).not.toMatch(
            /.{0,40}(?:Infinity|NaN).{0,20}/,
          );
      }
    },
    60_000,
  );
});
