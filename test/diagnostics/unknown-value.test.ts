import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('a comparison the wrong way round', () => {
  it('is reported with the right one', async () => {
    const design = `${chain}
budget {
  latency mean >= 1 ms
//             ^^ EX2009 \`latency mean\` does not take \`>=\`: write \`<=\`.
  throughput <= 10 /s
//           ^^ EX2009 \`throughput\` does not take \`<=\`: write \`>=\`.
}
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2009', { "Change to '<='": '  latency mean <= 1 ms' });
  });
});
