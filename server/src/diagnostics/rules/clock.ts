import { formatCount } from '../../base/format';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Clock beyond the family',
  means:
    'No speed grade of the family can distribute this clock. What a design reaches is only known after routing.',
  example: `device { board pynq-z2 clock 900 MHz }`,
  way: '100 to 250 MHz are usual.',
};

/** Fastest global clock buffer of any speed grade, Hz: to be confirmed in DS191 (7 series, -3) and DS925 (UltraScale+, -3). */
const fastest = { '7series': 741e6, 'ultrascale+': 891e6 } as const;

/** A clock that no part of the family can distribute. The clock that a design reaches is known only after routing. */
export const clock: Rule = {
  code: 'EX6008',
  severity: 'error',
  explanation,
  *check({ design: { device }, target: { part, clockHz, clockAssumed } }) {
    if (part === undefined || clockAssumed || device === undefined) return;
    const limit = fastest[part.family];
    if (clockHz <= limit) return;
    const { block } = device.origin;
    const written = block.kind === 'device' && block.settings.find((s) => s.keyword.text === 'clock');
    const span = written ? (written.values[0]?.span ?? written.span) : device.origin.span;
    yield {
      at: { ...device.origin, span },
      message: `The clock is ${megahertz(clockHz)}, but the global buffers of this family reach ${megahertz(limit)} at most, and routed designs less: 100 to 250 MHz are usual.`,
    };
  },
};

function megahertz(hertz: number): string {
  return `${formatCount(hertz / 1e6)} MHz`;
}
