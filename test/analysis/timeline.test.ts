import { describe, expect, it } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from '../support/fixture';

function chain(stages: number): string {
  const layers = Array.from({ length: stages }, (_, i) => `  conv c${i} kernel 1x1 filters 1`);
  const named = Array.from({ length: stages }, (_, i) => `stage s${i} in static { c${i} }`);
  return [
    'device { board zcu102 }',
    'network n {',
    '  input i 1x2x2',
    ...layers,
    '}',
    ...named,
    'budget { throughput >= 1 /s }',
  ].join('\n');
}

describe('a path', () => {
  it('of a hundred stages has its stream and its judgement', async () => {
    const { analysis } = await load(chain(100));
    expect(analysis.timeline?.stream?.throughputPerSecond).toBeGreaterThan(1);
    expect(analysis.comparison?.verdict).toBeDefined();
    expect(analysis.missing).toEqual([]);
  });

  it('of more stages than are modelled has its latency, and says what it has not', async () => {
    const { analysis } = await load(chain(200));
    expect(analysis.timeline?.schedule.worstNs).toBeGreaterThan(0);
    expect(analysis.timeline?.stream).toBeUndefined();
    expect(analysis.comparison).toBeUndefined();
    expect(analysis.missing[0]).toContain('of 200 stages are not modelled, only of up to 128');
    const unchecked = diagnose(analysis).find((d) => d.code === 'EX6005');
    expect(unchecked?.message).toContain('200 stages');
  });
});
