/** The accuracy–latency curve of the HTML report. */
import { formatAccuracy, formatNs } from '../../base/format';
import type { ThresholdsJson } from '../../base/protocol/report';

const WIDTH = 560;
const HEIGHT = 240;
const LEFT = 70;
const RIGHT = 20;
const TOP = 16;
const BOTTOM = 36;

/** Accuracy over mean latency of the Pareto-optimal thresholds, with the design's own as a ring. */
export function curveSvg({ curve, now, best, requiredAccuracy }: ThresholdsJson): string | undefined {
  const [first] = curve;
  if (first === undefined) return undefined;
  const points = [...curve, now];
  const [least, most] = [Math.min(...points.map((p) => p.meanNs)), Math.max(...points.map((p) => p.meanNs))];
  const [worst, top] = [
    Math.min(...points.map((p) => p.accuracy)),
    Math.max(...points.map((p) => p.accuracy)),
  ];
  const x = (ns: number): number =>
    LEFT + ((ns - least) / Math.max(1, most - least)) * (WIDTH - LEFT - RIGHT);
  const y = (share: number): number =>
    HEIGHT - BOTTOM - ((share - worst) / Math.max(1e-9, top - worst)) * (HEIGHT - TOP - BOTTOM);
  const at = (p: { readonly meanNs: number; readonly accuracy: number }): string =>
    `${x(p.meanNs).toFixed(1)},${y(p.accuracy).toFixed(1)}`;
  const circle = (p: { readonly meanNs: number; readonly accuracy: number }, style: string): string => {
    const [cx, cy] = at(p).split(',');
    return `<circle cx="${cx}" cy="${cy}" ${style}/>`;
  };
  const limit =
    requiredAccuracy >= worst && requiredAccuracy <= top ? y(requiredAccuracy).toFixed(1) : undefined;
  const text = (px: number, py: number, anchor: string, words: string): string =>
    `<text x="${px}" y="${py}" text-anchor="${anchor}" font-size="12" fill="#656d76">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    '<title>Accuracy over mean latency, by thresholds</title>',
    `<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none" stroke="#8c959f"/>`,
    ...(limit === undefined
      ? []
      : [`<path d="M${LEFT} ${limit}H${WIDTH - RIGHT}" stroke="#8c959f" stroke-dasharray="4 4"/>`]),
    `<polyline points="${curve.map(at).join(' ')}" fill="none" stroke="#0969da" stroke-width="2"/>`,
    ...curve.map((p) => circle(p, 'r="3" fill="#0969da"')),
    ...(best === null ? [] : [circle(best, 'r="5" fill="#1a7f37"')]),
    circle(now, 'r="6" fill="none" stroke="#8a4b00" stroke-width="2"'),
    text(LEFT - 6, TOP + 8, 'end', formatAccuracy(top)),
    text(LEFT - 6, HEIGHT - BOTTOM, 'end', formatAccuracy(worst)),
    text(LEFT, HEIGHT - BOTTOM + 16, 'start', formatNs(least)),
    text(WIDTH - RIGHT, HEIGHT - BOTTOM + 16, 'end', formatNs(most)),
    text(
      (LEFT + WIDTH - RIGHT) / 2,
      HEIGHT - 4,
      'middle',
      'mean latency; ring: the design, dashed: required accuracy, green: the best',
    ),
    '</svg>',
  ].join('\n');
}
