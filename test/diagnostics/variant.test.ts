import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('settings of a stage', () => {
  it('say that they are not modelled', () =>
    checkDiagnostics(`${chain}
stage all in static { c1 .. f1 } weights int4
//                               ^^^^^^^^^^^^ EX4007 \`weights\` of a stage is not modelled in this version: the figures of \`all\` are those of its layers as the network says.
`));
});
