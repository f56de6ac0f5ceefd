/** Writes the controller's table of steps. */
import type { StepSource } from './tables';
import { cText } from './c-text';

/** A step as in exeunt_controller.h. */
export interface StepLine {
  readonly name: string;
  readonly isCheck: boolean;
  readonly lane: number;
  readonly region: number;
  readonly sources: readonly StepSource[];
  readonly resultBytes: readonly number[];
}

/** `steps` of the controller's design, as C, with the tables that they name. */
export function stepLines(steps: readonly StepLine[]): string[] {
  return [
    '/* Sources of each step: the step that makes the value (-1: the input), which of its results, bytes per input. */',
    ...steps.flatMap(({ sources, resultBytes }, i) => [
      `static const exeunt_source sources_${i}[] = {${sources
        .map((s) => `{${s.step}, ${s.result}, ${s.bytes}}`)
        .join(', ')}};`,
      `static const uint32_t results_${i}[] = {${resultBytes.join(', ')}};`,
    ]),
    '/* In path order: name, is a check, lane, region, sources, bytes per result. */',
    'static const exeunt_step steps[] = {',
    ...steps.map(
      (s, i) =>
        `    {${cText(s.name)}, ${s.isCheck ? 1 : 0}, ${s.lane}, ${s.region}, ${s.sources.length}, sources_${i}, ${s.resultBytes.length}, results_${i}},`,
    ),
    '};',
  ];
}
