import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('sleep', () => {
  it('needs idle and the time to wake', () =>
    checkDiagnostics(`device {
  board pynq-z2
  sleep 0.3 W
//^^^^^^^^^^^ EX6015 Sleep between inputs is not judged: it is by figures of the board, so state its metered power as \`idle\`.
  wake 800 ms
}
${chain}
`));

  it('needs wake beside idle', () =>
    checkDiagnostics(`device {
  board pynq-z2
  idle 1.52 W
  sleep 0.3 W
//^^^^^^^^^^^ EX6015 Sleep between inputs is not judged: state the time from asleep to the start of an input: \`wake 800 ms\`.
}
${chain}
`));

  it('says nothing when all is stated', () =>
    checkDiagnostics(`device { board pynq-z2 idle 1.52 W sleep 0.3 W wake 800 ms at 2 W }
${chain}
`));
});
