import { expect, it } from 'vitest';
import { designStatus } from '../../server/src/analysis/presentation/status';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from '../support/fixture';

const design = `
device { board cora-z7-07s }
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 64 parallel pe 16 simd 25
  flatten
  dense f units 10
}
stage one in rp0 { a }
stage two in rp0 { f }
region rp0 { pblock auto }
`;

it('says once why a region without a place has no times', async () => {
  const { analysis } = await load(design);
  const diagnostics = diagnose(analysis);
  expect(diagnostics.filter((d) => d.code === 'EX5003')).toHaveLength(1);
  expect(analysis.missing).toEqual(["region 'rp0' has no place: times follow once it has one"]);
  const { fit, detail } = designStatus(analysis, diagnostics);
  expect(fit).toBe('does not fit');
  expect(detail).toMatch(/^There is no place on the xc7z007s: /);
});
