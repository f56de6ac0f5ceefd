import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a second block of a kind that a design has once', () => {
  it('is reported at its place', () =>
    checkDiagnostics(`  device { board pynq-z2 }
  device { board zc706 }
//^^^^^^ EX2004 A design has one \`device\` block; the first one counts. Move what this one says into it.
${chain}
`));

  it('is no mistake in an import: the own one counts', () =>
    checkDiagnostics(`//- main.exeunt
import "board.exeunt"
device { board pynq-z2 }
//- board.exeunt
device { board zc706 }
`));
});
