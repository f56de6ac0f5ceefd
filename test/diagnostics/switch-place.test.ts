import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

const network = `network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  conv c2 kernel 3x3 filters 4 pad 1
  conv c3 kernel 3x3 filters 8 pad 1
  conv c4 kernel 3x3 filters 8 pad 1
  flatten
  dense f units 10
}`;
const other = `network m {
  input image 4x8x8
  flatten
  dense g units 10
}`;
const branch = `  globalpool
  dense units 2`;

describe('a switch stands where a stage ends, alone', () => {
  it('not in the middle of a stage', () =>
    checkDiagnostics(`${network}
stage a in static { c1 .. c2 }
stage b in static { c3 .. f }
switch s after c1 {
//             ^^ EX7014 Switch \`s\` decides after \`c1\`, in the middle of stage \`a\`: paths can part only where a stage ends. Split the stage there.
${branch}
  case x rate 50% -> b
  case y rate 50% -> b
}`));

  it('not where another one stands', () =>
    checkDiagnostics(`${network}
stage a in static { c1 }
stage b in static { c2 }
stage c in static { c3 .. f }
switch s after c1 {
${branch}
  case x rate 50% -> b
  case y rate 50% -> b
}
switch t after c1 {
//     ^ EX7014 Switch \`t\` stands after the same layer, and so does \`s\`: only one can decide there. Give one switch all the cases.
${branch}
  case x rate 50% -> b
  case y rate 50% -> b
}`));
});

describe('a case leads on', () => {
  it('to a later stage that reads what was there', () =>
    checkDiagnostics(`${network}
${other}
stage a in static { c1 }
stage b in static { c2 }
stage c in static { c3 }
stage d in static { c4 .. f }
stage e in static { g }
switch s after c1 {
  globalpool
  dense units 6
  case net rate 0% -> m
  case run rate 20% -> b
  case jump rate 20% -> c
  case far rate 20% -> d
//^^^^^^^^^^^^^^^^^^^^^^ EX7014 Case \`far\` of switch \`s\` skips to \`d\`, which reads 512 values, but 256 leave the layer before the decision. Skip layers that keep the shape.
  case back rate 20% -> a
//^^^^^^^^^^^^^^^^^^^^^^^ EX7014 Case \`back\` of switch \`s\` leads back to \`a\`, which begins before the decision: a case goes on to a later stage.
  case off rate 20% -> e
//^^^^^^^^^^^^^^^^^^^^^^ EX7014 Case \`off\` of switch \`s\` leads into the middle of network \`m\`: write the network's name, or a stage of \`n\`.
}`));

  it('to a network, in front of networks', () =>
    checkDiagnostics(`${network}
${other}
stage a in static { c1 .. f }
stage e in static { g }
switch s before n {
  flatten
  dense units 2
  case x rate 50% -> a
//^^^^^^^^^^^^^^^^^^^^ EX7014 Case \`x\` of switch \`s\` leads to stage \`a\`, but a switch before networks chooses between networks: write the network's name.
  case y rate 50% -> m
//^^^^^^^^^^^^^^^^^^^^ EX7014 Case \`y\` of switch \`s\` leads to network \`m\`, which does not stand behind \`before\`: name it there, or another one here.
}`));
});
