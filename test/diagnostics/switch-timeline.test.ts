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

  it('has one for a batch that parts', () =>
    checkDiagnostics(`${pynq}\n${network('a')}\n${network('b')}\n${gate}\nschedule { batch 4 }\n`));

  it('has one for a batch that parts while stages run ahead, which the controller does not do', () =>
    checkDiagnostics(
      `${pynq}\n${network('a')}\n${network('b')}\n${gate}\nschedule { policy speculate batch 4 }
//                          ^^^^^^^ EX8015 This schedule cannot be exported: under \`speculate\` the controller takes inputs through a switch one by one: write \`batch 1\`, or \`policy overlap\`.
`,
    ));

  it('says why there is none', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    return checkDiagnostics(`${pynq}
${names.map(network).join('\n')}
switch gate before ${names.join(', ')} {
//     ^^^^ EX6007 There is no timeline: a batch can split over at most 6 paths, and the switches make 7: write \`batch 1\`.
  flatten
  dense units 7
${names.map((n) => `  case to_${n} rate ${n === 'a' ? 40 : 10}% -> ${n}`).join('\n')}
}
schedule { batch 4 }
`);
  });
});
