import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('the end of an exit', () => {
  it('is an image', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
  conv b1 kernel 1x1 filters 10
//     ^^ EX7011 Exit \`early\` ends in an image of 10x3x3, but a decision compares the scores of classes: end with \`flatten\` and a \`dense\` of as many \`units\` as there are classes.
  when softmax >= 0.9
  rate 60%
}
`));

  it('is an image where the branch has no layers', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
//   ^^^^^ EX7011 Exit \`early\` ends in an image of 4x3x3, but a decision compares the scores of classes: end with \`flatten\` and a \`dense\` of as many \`units\` as there are classes.
  when softmax >= 0.9
  rate 60%
}
`));

  it('is one value', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
  flatten
  dense b1 units 1
//      ^^ EX7011 Exit \`early\` ends in 1 value: a decision compares at least 2 classes. Give its last layer as many \`units\` as there are classes.
  when softmax >= 0.9
  rate 60%
}
`));

  it('has other classes than its network', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
  flatten
  dense b1 units 9
//      ^^ EX7012 Exit \`early\` distinguishes 9 classes, its network 10: both must give the same answer, so make the two equal.
  when softmax >= 0.9
  rate 60%
}
`));

  it('may be a pooled image of one position', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
  conv b1 kernel 1x1 filters 10
  globalpool
  when softmax >= 0.9
  rate 60%
}
`));
});
