import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

const head = 'network n {\n  input i 3x8x8\n  conv s kernel 3x3 filters 4 pad 1\n';

describe('a layer whose result goes nowhere', () => {
  it('is reported if it is unnamed and follows the one that is read', () =>
    checkDiagnostics(`${head}  relu
//^^^^ EX3018 Nothing reads this \`relu\`: \`a\` takes \`s\` in front of it. Name it and read it by that name, or remove it.
  conv a from s kernel 3x3 filters 4 pad 1
}
`));

  it('is reported by name', () =>
    checkDiagnostics(`${head}  conv a kernel 3x3 filters 4 pad 1
//     ^ EX3018 Nothing reads this \`conv\`: \`b\` takes \`s\` in front of it. Write \`from a\` where it is wanted, or remove it.
  conv b from s kernel 3x3 filters 4 pad 1
}
`));

  it('is reported in a branch too', () =>
    checkDiagnostics(`${head}  conv t kernel 3x3 filters 4 pad 1
}
exit e after s {
  flatten f
  dense a units 3
//      ^ EX3018 Nothing reads this \`dense\`: \`b\` takes \`f\` in front of it. Write \`from a\` where it is wanted, or remove it.
  dense b from f units 3
  when softmax >= 0.9
  rate 50%
}
`));
});

describe('nothing is reported', () => {
  it.each([
    ['of both arms of a join', '  relu r\n  conv a kernel 3x3 filters 4 pad 1\n  add from r, a\n}\n'],
    ['of the last layer', '  relu r\n}\n'],
    [
      'of a layer that only an exit reads',
      '  relu r\n  conv a kernel 3x3 filters 4 pad 1\n  conv b from r kernel 3x3 filters 4 pad 1\n}\nexit e after a {\n  flatten\n  dense units 3\n  when softmax >= 0.9\n  rate 50%\n}\n',
    ],
  ])('%s', (_, rest) => checkDiagnostics(head + rest));

  it('beside a name that is not known', () =>
    checkDiagnostics(`${head}  relu
  conv a from t kernel 3x3 filters 4 pad 1
//            ^ EX2001
}
`));
});
