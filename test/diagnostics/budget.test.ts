import { describe, expect, it } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { chain, pynq, reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { load } from '../support/fixture';

describe('a limit that is missed', () => {
  it('reports by how much, and what helps', () =>
    checkDiagnostics(`${reconfigured}
budget {
  latency worst <= 100 us
//^^^^^^^^^^^^^^^^^^^^^^^ EX6001 Worst-case latency is 6.74 ms, 6.64 ms over the budget of 100 µs. A smaller region loads faster; more \`parallel\` computes faster; \`policy overlap\` hides the checks.
  latency mean <= 50 us
//^^^^^^^^^^^^^^^^^^^^^ EX6002 Mean latency is 2.71 ms, 2.66 ms over the budget of 50 µs. An earlier exit, a smaller region or more \`parallel\` shortens the paths that most inputs take.
  throughput >= 100000 /s
//^^^^^^^^^^^^^^^^^^^^^^^ EX6003 Throughput is 74.4 /s, 99,926 /s short of the budget of 100,000 /s. Throughput counts the loads between inputs too: a larger \`batch\` shares them out.
  lut <= 5%
//^^^^^^^^^ EX4005 The fullest place's LUT use is 29.6 %, 24.6 points over the budget of 5 %. A larger pblock or less \`parallel\` lowers it.
  dsp <= 1%
//^^^^^^^^^ EX4005 The fullest place's DSP use is 10 %, 9 points over the budget of 1 %. A larger pblock or less \`parallel\` lowers it.
}
`));

  it('reports what is needed of a resource that a place has none of', async () => {
    const { analysis } = await load(`${pynq}
network n { input i 1x8x8 conv c kernel 3x3 filters 4 }
stage s in rp0 { c }
region rp0 { pblock DSP48_X0Y0:DSP48_X0Y19 }
budget { lut <= 80% }`);
    const found = diagnose(analysis).find((d) => d.code === 'EX4005');
    expect(found?.message).toMatch(/^A place that needs [1-9][\d,]* LUT has 0\. A larger pblock or less/);
  });

  it('may be set on the latency that a share of all inputs keeps', () =>
    checkDiagnostics(`${reconfigured}
budget {
  latency p50 <= 1 ms
  latency p95 <= 1 ms
//^^^^^^^^^^^^^^^^^^^ EX6010 The latency of 95 % of all inputs is 6.74 ms, 5.74 ms over the budget of 1 ms. An earlier exit, a smaller region or more \`parallel\` shortens the paths that most inputs take.
  latency p99 <= 7 ms
}
`));

  it('is a warning where the band of the estimate decides', () =>
    checkDiagnostics(`${reconfigured}
budget {
  lut <= 30%
//^^^^^^^^^^ EX4005 The fullest place's LUT use is estimated at 29.6 %; within its band it may exceed the budget of 30 %. A larger pblock or less \`parallel\` lowers it.
}
`));

  it('says so where nothing can be checked against it', () =>
    checkDiagnostics(`${chain}
budget {
  throughput >= 10 /s
  accuracy >= 98%
//^^^^^^^^^^^^^^^ EX6005 This limit is not checked: accuracy comes from a trace: name one with \`profile "trace.csv"\`.
}
`));

  it('is silent where it holds', () =>
    checkDiagnostics(`${reconfigured}
budget {
  latency worst <= 1 s
  latency mean <= 1 s
  throughput >= 1 /s
  lut <= 100%
}
`));
});
