import { describe, it } from 'vitest';
import { reconfigured } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('inputs that arrive faster than they leave', () => {
  it('are reported with the period that can be kept', () =>
    checkDiagnostics(`${reconfigured}
schedule {
  policy overlap
  arrival every 1 us
//^^^^^^^^^^^^^^^^^^ EX6006 Inputs arrive every 1 µs, but on average one leaves only every 13.4 ms, so the queue grows without end. The stream is limited by region rp0. Let them arrive less often, or shorten the period.
}
`));

  it('are not reported where there is time', () =>
    checkDiagnostics(`${reconfigured}
schedule { arrival every 100 ms }
`));
});
