import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Sleep without all of its figures',
  means:
    'Whether sleeping between inputs pays follows from three metered figures of the board: `idle`, `sleep` and `wake`. With one of them missing the others change nothing.',
  example: `device {
  board pynq-z2
  sleep 0.3 W
}
network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}`,
  way: 'State the figure that the message names.',
};

/** `sleep` or `wake` without what else is needed to use them. */
export const sleep: Rule = {
  code: 'EX6015',
  severity: 'warning',
  explanation,
  *check({ design: { device }, energy }) {
    if (device === undefined || (device.sleepW === undefined && device.wakeNs === undefined)) return;
    const duty = energy?.duty;
    const lacks =
      duty?.lacks ??
      (device.idleW === undefined
        ? 'it is by figures of the board, so state its metered power as `idle`'
        : undefined);
    if (lacks === undefined) return;
    const { block } = device.origin;
    const written =
      block.kind === 'device'
        ? block.settings.find((s) => /^(?:sleep|wake)$/.test(s.keyword.text))
        : undefined;
    yield {
      at: { ...device.origin, span: written?.span ?? device.origin.span },
      message: `Sleep between inputs is not judged: ${lacks}.`,
    };
  },
};
