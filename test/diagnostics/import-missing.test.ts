import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('an import that leads nowhere', () => {
  it('is reported at its path, and the rest is checked', () =>
    checkDiagnostics(`import "boards.exeunt"
//     ^^^^^^^^^^^^^^^ EX2012 Cannot import \`boards.exeunt\`: there is no such file. The path is relative to this file.
network n {
  input image 1x8x8
  dense f1 units 0
//               ^ EX2007 \`units\` is 0, but it must be above zero.
}
`));

  it('is silent where the file is there', () =>
    checkDiagnostics(`//- main.exeunt
import "lib/boards.exeunt"
${chain}
//- lib/boards.exeunt
device { board pynq-z2 }
`));
});
