import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('mistakes in an imported file', () => {
  it('are counted at the import that brings them', () =>
    checkDiagnostics(`//- main.exeunt
import "middle.exeunt"
//     ^^^^^^^^^^^^^^^ EX2014 \`boards.exeunt\` has 2 errors: open it to fix them.
${chain}
//- middle.exeunt
import "boards.exeunt"
//- boards.exeunt
devise { }
device { clock 100 }
`));

  it('are reported once', () =>
    checkDiagnostics(`//- main.exeunt
import "one.exeunt"
//     ^^^^^^^^^^^^ EX2014 \`two.exeunt\` has 1 error: open it to fix it.
import "two.exeunt"
${chain}
//- one.exeunt
import "two.exeunt"
//- two.exeunt
device { clock 100 }
`));
});
