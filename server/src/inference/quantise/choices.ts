/** Ways to quantise a model after training, and which one does best on data of its own. */
import type { StepRule } from './ranges';

export interface QuantiseChoice {
  readonly steps: StepRule;
  /** What rounded weights add to the mean of a sum is taken off its bias. */
  readonly correctsBias: boolean;
}

const rules: readonly StepRule[] = ['least squared error', 'percentile', 'maximum'];

export const firstChoice: QuantiseChoice = { steps: 'least squared error', correctsBias: true };

/** All of them, the one first that is taken where nothing tells them apart. */
const choices: readonly QuantiseChoice[] = [true, false].flatMap((correctsBias) =>
  rules.map((steps) => ({ steps, correctsBias })),
);

export const choiceCount = choices.length;

export function choiceName({ steps, correctsBias }: QuantiseChoice): string {
  return `${steps}, biases ${correctsBias ? 'corrected' : 'as they are'}`;
}

export interface TriedChoice {
  readonly choice: QuantiseChoice;
  /** Samples that are right at each exit. */
  readonly right: readonly number[];
}

/**
 * Tries every choice on samples that the scales have not seen. The one with most right answers over all exits is
 * taken, the first of equal ones.
 */
export async function tryChoices<Made>(
  make: (choice: QuantiseChoice) => Made,
  rightOf: (made: Made) => Promise<readonly number[]>,
): Promise<{ readonly made: Made; readonly taken: QuantiseChoice; readonly tried: readonly TriedChoice[] }> {
  const sum = (right: readonly number[]): number => right.reduce((total, n) => total + n, 0);
  const tried: TriedChoice[] = [];
  let best: { made: Made; taken: QuantiseChoice; sum: number } | undefined;
  for (const choice of choices) {
    const made = make(choice);
    const right = await rightOf(made);
    tried.push({ choice, right });
    if (best === undefined || sum(right) > best.sum) best = { made, taken: choice, sum: sum(right) };
  }
  const { made, taken } = best ?? { made: make(firstChoice), taken: firstChoice };
  return { made, taken, tried };
}

/** Samples that `taken` leaves, spread evenly. */
export function unseen(count: number, taken: readonly number[], wanted: number): number[] {
  const seen = new Set(taken);
  const left = Array.from({ length: count }, (_, i) => i).filter((i) => !seen.has(i));
  const number = Math.min(left.length, wanted);
  return Array.from({ length: number }, (_, i) => left[Math.floor((i * left.length) / number)] ?? 0);
}
