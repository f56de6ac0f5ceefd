import { problemRule } from '../rule';

export const exitInsideStage = problemRule('EX2027', 'error', 'exit-inside-stage', (p) => ({
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
