import { describe, it } from 'vitest';
import { chain } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { checkFixes } from '../support/quick-fixes';

describe('stages', () => {
  it('hold no layer', () =>
    checkDiagnostics(`${chain}
stage empty in static { }
//    ^^^^^ EX2021 Stage \`empty\` holds no layer: write the layers it runs, such as \`conv1 .. pool1\`.
stage all in static { c1 .. f1 }
`));

  it('leave a gap', () =>
    checkDiagnostics(`${chain}
stage odd in static { c1 c2 f1 }
//    ^^^ EX2022 The layers of stage \`odd\` must be consecutive: \`p1\` lies between them. Add it, or make two stages.
stage even in static { p1 }
`));

  it('are written backwards', async () => {
    const design = `${chain}
stage all in static { f1 .. c1 }
//                    ^^^^^^^^ EX2023 \`c1\` comes before \`f1\` in the network: write \`c1 .. f1\`.
`;
    await checkDiagnostics(design);
    await checkFixes(design, 'EX2023', { 'Swap the ends': 'stage all in static { c1 .. f1 }' });
  });

  it('mix two networks', () =>
    checkDiagnostics(`network a {
  input image 1x8x8
  flatten fa
  dense da units 10
}
network b {
  input image 1x8x8
  flatten fb
  dense db units 10
}
switch gate before a, b {
  flatten
  dense units 2
  case small rate 50% -> a
  case large rate 50% -> b
}
stage mixed in static { fa .. db }
//                      ^^^^^^^^ EX2024 A stage holds layers of one network, these are of \`a\` and \`b\`: make a stage for each.
`));
});
