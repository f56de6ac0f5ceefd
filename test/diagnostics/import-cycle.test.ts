import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('imports in a circle', () => {
  it('are reported at the import that closes it', async () => {
    const design = `//- a.exeunt
import "b.exeunt"
//     ^^^^^^^^^^ EX2013 This import closes a cycle: a.exeunt → b.exeunt → a.exeunt. Remove one of them.
${chain}
//- b.exeunt
import "a.exeunt"
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2013', { 'Remove this import': '' });
  });

  it('of one file are reported, too', async () => {
    const design = `//- a.exeunt
import "a.exeunt"
//     ^^^^^^^^^^ EX2013 This import closes a cycle: a.exeunt → a.exeunt. Remove one of them.
${chain}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2013', { 'Remove this import': '' });
  });

  it('are none where two files bring the same third', () =>
    checkDiagnostics(`//- a.exeunt
import "b.exeunt"
import "c.exeunt"
${chain}
//- b.exeunt
import "c.exeunt"
//- c.exeunt
device { board pynq-z2 }
`));
});
