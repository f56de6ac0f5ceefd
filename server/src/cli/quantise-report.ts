/** What `exeunt quantise` says of the model that it made. */
import { formatAccuracy, formatCount, formatShare } from '../base/format';
import { type QuantiseChoice, type TriedChoice, choiceName } from '../inference/quantise/choices';

interface Part {
  readonly data: string;
  readonly samples: number;
}

/** Share of all inputs that leaves at each exit, and the accuracy where they leave. */
export interface Leaving {
  readonly rates: readonly number[];
  readonly accuracy: number;
}

export interface QuantiseReport {
  readonly calibration: Part;
  /** Of the calibration data too, but other samples; none were tried where there were too few. */
  readonly choice: {
    readonly samples: number;
    readonly taken: QuantiseChoice;
    readonly tried: readonly TriedChoice[];
  };
  readonly test: Part;
  readonly exits: readonly { readonly name: string; readonly fp32: number; readonly int8: number }[];
  /** Over the test data. */
  readonly thresholds:
    | {
        readonly exits: readonly string[];
        readonly now: readonly number[];
        readonly retuned: readonly number[];
        readonly fp32: Leaving;
        readonly int8: Leaving;
        readonly int8Retuned: Leaving;
      }
    | undefined;
}

export function asJson({ choice, ...report }: QuantiseReport, output: string): object {
  const { samples, taken, tried } = choice;
  return {
    version: 1,
    model: output,
    ...report,
    choice: {
      samples,
      taken,
      tried: tried.map(({ choice: of, right }) => ({ ...of, correct: right.map((n) => n / samples) })),
    },
  };
}

export function asText(report: QuantiseReport, output: string, applied: boolean): string {
  const { calibration, choice, test, exits, thresholds } = report;
  const names = exits.map((e) => e.name);
  return `${[
    `calibrated on ${formatCount(calibration.samples)} samples of ${calibration.data}`,
    ...choiceLines(choice, names),
    `correct, of ${formatCount(test.samples)} samples of ${test.data}:`,
    ...exits.map((e) => `${e.name}: fp32 ${formatAccuracy(e.fp32)}, int8 ${formatAccuracy(e.int8)}`),
    ...(thresholds ? thresholdLines(thresholds) : []),
    `written: ${output}`,
    ...(applied ? [] : ['to export it, bind the network to it (`from "…"` or --apply)']),
  ].join('\n')}\n`;
}

function choiceLines(
  { samples, taken, tried }: QuantiseReport['choice'],
  names: readonly string[],
): string[] {
  if (tried.length === 0) {
    return [
      `scales by ${choiceName(taken)}: not compared with others, for want of training data beside the test data`,
    ];
  }
  return [
    `int8 by how scales are found, correct of ${formatCount(samples)} other samples of the same data (the most right answers are taken):`,
    ...tried.map(({ choice, right }) => {
      const figures = right.map((n, i) => `${names[i] ?? ''} ${formatAccuracy(n / samples)}`).join(', ');
      return `  ${choiceName(choice)}: ${figures}${choice === taken ? '  <- taken' : ''}`;
    }),
  ];
}

function thresholdLines(found: NonNullable<QuantiseReport['thresholds']>): string[] {
  const { exits, now, retuned, fp32, int8, int8Retuned } = found;
  const line = (what: string, { rates, accuracy }: Leaving): string =>
    `  ${what}: ${exits.map((e, i) => `${e} ${formatShare(rates[i] ?? 0)}`).join(', ')} leave, ${formatAccuracy(accuracy)} correct`;
  const changes = exits.map((e, i) => `${e} ${now[i] ?? 0} -> ${retuned[i] ?? 0}`);
  return [
    'with thresholds:',
    line('fp32', fp32),
    line('int8', int8),
    line('int8, retuned to let as many leave', int8Retuned),
    `  retuned: ${changes.join(', ')} (--retune writes them)`,
  ];
}
