import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'No timeline',
  means:
    'Something that a timeline needs is missing or not modelled, as the message says. Shapes and resources are still checked.',
  example: `device { board pynq-z2 }
network a {
  input image 1x8x8
  flatten
  dense fa units 10
}
network b {
  input image 1x8x8
  flatten
  dense fb units 10
}
network c {
  input image 1x8x8
  flatten
  dense fc units 10
}
network d {
  input image 1x8x8
  flatten
  dense fd units 10
}
network e {
  input image 1x8x8
  flatten
  dense fe units 10
}
network f {
  input image 1x8x8
  flatten
  dense ff units 10
}
network g {
  input image 1x8x8
  flatten
  dense fg units 10
}
switch gate before a, b, c, d, e, f, g {
  flatten
  dense units 7
  case is_a rate 40% -> a
  case is_b rate 10% -> b
  case is_c rate 10% -> c
  case is_d rate 10% -> d
  case is_e rate 10% -> e
  case is_f rate 10% -> f
  case is_g rate 10% -> g
}
schedule { batch 4 }`,
  way: 'Do what the message says, such as `batch 1`.',
};

/** Why a design with switches has no timeline, reported at the first switch. */
export const switchTimeline: Rule = {
  code: 'EX6007',
  severity: 'information',
  explanation,
  *check({ design, timeline, missing, target }) {
    const first = design.switches[0];
    const why = missing.find((m) => !m.startsWith('no known device'));
    // A missing device has its own diagnostic.
    if (first === undefined || timeline !== undefined || target.part === undefined || why === undefined)
      return;
    yield { at: first.origin, message: `There is no timeline: ${why}.` };
  },
};
