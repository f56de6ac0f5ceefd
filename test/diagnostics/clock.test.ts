import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a clock', () => {
  it('is too fast for any part of the family', () =>
    checkDiagnostics(`device {
  board pynq-z2
  clock 2 GHz
//      ^^^^^ EX6008 The clock is 2,000 MHz, but the global buffers of this family reach 741 MHz at most, and routed designs less: 100 to 250 MHz are usual.
}
${chain}
`));

  it('may be as fast as the buffers', () =>
    checkDiagnostics(`device {
  board pynq-z2
  clock 741 MHz
}
${chain}
`));
});
