import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkFile } from '../../server/src/cli/files';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { refactorings } from '../../server/src/ide/refactorings';
import { curveSvg } from '../../server/src/export/report/curve';

const design = join(import.meta.dirname, '../../samples/blenet-pynq-z2/blenet.exeunt');
const text = readFileSync(design, 'utf8');

async function at(place: string) {
  const { analysis } = await checkFile(design);
  const offset = text.indexOf(place) + 2;
  return { analysis, found: refactorings(analysis, offset, offset) };
}

describe('on a `when`', () => {
  test('the thresholds of all exits are written, faster and right often enough', async () => {
    const { analysis, found } = await at('when    softmax');
    expect(found.map((r) => r.title)).toEqual([
      expect.stringMatching(
        /^Set all thresholds for the lowest mean latency within the accuracy budget \(mean .* → .*, 99\.\d\d % → 99\.0\d % right\)$/,
      ),
    ]);
    const edits = found[0]?.edits ?? [];
    expect(edits.map((e) => text.slice(e.start, e.end))).toEqual(['0.9', '0.9']);
    const { thresholds, accuracy } = buildReport(analysis, []);
    expect(edits.map((e) => Number(e.text))).toEqual(thresholds?.best?.exits.map((e) => e.threshold));
    expect(thresholds?.requiredAccuracy).toBe(0.99);
    expect(thresholds?.now.accuracy).toBe(accuracy?.overall);
    expect(thresholds?.best?.accuracy).toBeGreaterThanOrEqual(0.99);
    expect(thresholds?.best?.meanNs).toBeLessThan(thresholds?.now.meanNs ?? 0);
  });

  test('nothing is offered elsewhere', async () => {
    expect((await at('device')).found).toEqual([]);
  });
});

test('the report draws the curve', async () => {
  const { analysis } = await at('device');
  const { thresholds } = buildReport(analysis, []);
  const svg = thresholds ? curveSvg(thresholds) : undefined;
  expect(svg?.match(/<circle/g)).toHaveLength((thresholds?.curve.length ?? 0) + 2);
  expect(svg).not.toContain('NaN');
});
