/**
 * What import accepts can be profiled, quantised, written, read back and computed, with onnxruntime's numbers: over
 * random networks. `npm run walk -- --from N --count M` walks further.
 */
import { describe, expect, test } from 'vitest';
import { CLASSES } from './heads';
import { build, recipeOf } from './recipe';
import { outputsOf, samplesFor } from './runs';
import { summary, walk } from './walk';

const count = Number(process.env['EXEUNT_WALK_COUNT'] ?? 40);
/** The same ones each time: others are a command away, and rare findings are no reason to stop somebody's commit. */
const from = Number(process.env['EXEUNT_WALK_FROM'] ?? 0);

describe(`networks ${from} to ${from + count - 1} of the walk`, () => {
  test(
    'are ones that onnxruntime runs, the same each time they are drawn',
    { timeout: 600_000 },
    async () => {
      let refused = 0;
      for (let number = from; number < from + count; number++) {
        const built = build(recipeOf(number));
        expect(build(recipeOf(number)).bytes).toEqual(built.bytes);
        const rows = await outputsOf(built.bytes, built, samplesFor(built).slice(0, 1)).catch(
          () => undefined,
        );
        if (rows === undefined) refused++;
        for (const name of rows ? built.outputs : []) {
          const scores = Array.from(rows?.[0]?.get(name) ?? []);
          expect(scores, `network ${number}, ${name}`).toHaveLength(CLASSES);
          expect(scores.every(Number.isFinite), `network ${number}, ${name}`).toBe(true);
        }
      }
      // Its own shape inference and its kernels disagree about the last window of some pools.
      expect(refused).toBeLessThanOrEqual(count / 20);
    },
  );

  test('hold from import to integers', { timeout: 3_600_000 }, async () => {
    const all = await walk(from, count);
    const told = await summary(all);
    if (process.env['EXEUNT_WALK_COUNT']) process.stdout.write(`${told}\n`);
    const wrong = all.flatMap(({ number, found }) =>
      'stage' in found && found.stage !== 'onnxruntime refuses the model itself'
        ? [`network ${number}: ${found.stage}`]
        : [],
    );
    expect(wrong, told).toEqual([]);
  });
});
