import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { pynq } from '../support/designs';

const network = (name: string) => `network ${name} {
  input image 1x8x8
  flatten
  dense units 10
}`;

const gate = `switch gate before a, b {
  flatten
  dense units 2
  case small rate 50% -> a
  case large rate 50% -> b
}`;

describe('a switch', () => {
  it('has a timeline', () => checkDiagnostics(`${pynq}\n${network('a')}\n${network('b')}\n${gate}\n`));

  it('says why there is none', () =>
    checkDiagnostics(`${pynq}
${network('a')}
${network('b')}
${gate.replace(
  '\n',
  `
//     ^^^^ EX6007 There is no timeline: a batch through a \`switch\` is not modelled, since its inputs part ways: write \`batch 1\`.
`,
)}
schedule { batch 4 }
`));
});
