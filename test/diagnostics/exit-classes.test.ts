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

  it('is one value, of two classes', () =>
    checkDiagnostics(`${chain.replace('units 10', 'units 2')}
exit early after p1 {
  flatten
  dense b1 units 1
  when softmax >= 0.9
  rate 60%
}
`));

  it.each(['mean', 'min'])('is an image, decided on by %s confidence', (measure) =>
    checkDiagnostics(`${chain}
exit early after p1 {
  conv b1 kernel 1x1 filters 10
  when ${measure} confidence >= 0.9
  rate 60%
}
`),
  );

  it('is what it branches from, where the branch has no layers', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  flatten
  dense f1 units 10
  relu r1
  dense f2 units 10
}
exit early after f1 {
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

describe('a trained confidence', () => {
  const exit = (units: number, when: string) => `${chain}
exit early after p1 {
  flatten features
  dense sure units ${units}
  dense b1 units 10 from features
  when ${when}
`;

  it('is one value beside the scores', () => checkDiagnostics(`${exit(1, 'sure >= 0.5')}  rate 60%\n}\n`));

  it('may stand behind the scores', () =>
    checkDiagnostics(`${chain}
exit early after p1 {
  flatten features
  dense b1 units 10
  dense sure units 1 from features
  when sure >= 0.5
  rate 60%
}
`));

  it('is not several values', () =>
    checkDiagnostics(`${exit(2, 'sure >= 0.5')}//     ^^^^ EX7017 The dense \`sure\` gives 2 values, but a confidence is one: give it one unit, or decide by the scores, such as \`when softmax >= 0.9\`.
  rate 60%
}
`));

  it('has a threshold between 0 and 1', () =>
    checkDiagnostics(`${exit(1, 'sure >= 1.5')}//             ^^^ EX2007
  rate 60%
}
`));
});
