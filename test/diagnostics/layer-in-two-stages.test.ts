import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a layer in two stages', () => {
  it('is reported where it is named the second time', () =>
    checkDiagnostics(`${chain}
stage front in static { c1 .. p1 }
stage back in static { p1 .. f1 }
//                     ^^ EX2025 Layer \`p1\` is in stage \`front\` already. Only a \`switch\` with a case for each of the two may choose between them.
`));

  it('reports a name at the end of a range', () =>
    checkDiagnostics(`${chain}
stage back in static { c2 .. f1 }
stage front in static { c1 .. c2 }
//                            ^^ EX2025 Layer \`c2\` is in stage \`back\` already. Only a \`switch\` with a case for each of the two may choose between them.
`));
});
