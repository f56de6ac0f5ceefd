import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Exit inside a stage',
  means: 'An input can leave only between two modules. This exit is in the middle of a stage.',
  example: `network n {
  input image 1x28x28
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  conv c2 kernel 3x3 filters 4
  flatten
  dense f1 units 10
}
exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}
stage all in static { c1 .. f1 }`,
  way: 'Split the stage after that layer; the quick fix does.',
};

export const exitInsideStage = problemRule('EX2027', 'error', 'exit-inside-stage', explanation, (p) => ({
  message: `Exit \`${p.exit}\` leaves after \`${p.layer}\`, in the middle of stage \`${p.stage}\`: an input can leave only where a stage ends. Split the stage there.`,
  ...(p.fix && {
    fixes: [
      {
        title: `Split stage '${p.stage}' after '${p.layer}'`,
        edits: [{ at: p.fix.origin, text: p.fix.replacement }],
      },
    ],
  }),
}));
