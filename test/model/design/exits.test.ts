/** What outputs of a model become exits, which is the end, and what is said of the others. */
import { describe, expect, test } from 'vitest';
import { exitModels } from '../../support/exit-models';
import { type ImportedDesign, imported } from '../../support/imported';

const exitsOf = ({ text }: ImportedDesign): string[] =>
  [...text.matchAll(/^exit .*?\n\}/gms)].map(([block]) => block.replace(/ +/g, ' ').replace(/ \/\/.*/g, ''));

describe('exits', () => {
  test('in a sequence are its elements', async () => {
    const found = await imported(exitModels.sequence);
    expect(exitsOf(found)).toEqual([
      'exit e1 after w1 {\n globalpool\n flatten\n dense h units 5 bias off\n when softmax >= 0.9\n on static\n}',
    ]);
    expect(found.shapes[0]?.at(-1)).toBe('dense 5');
    expect(found.notes).toEqual([]);
  });

  test.each([
    ['cascade', 'h', 'dense 5'],
    ['ensemble', 'h', 'add 5'],
    ['onlyScores', 'w3', 'dense 5'],
  ] as const)('of a %s, whose scores the network reads on, have no layers', async (name, layer, last) => {
    const found = await imported(exitModels[name]);
    expect(exitsOf(found)).toEqual([`exit first after ${layer} {\n when softmax >= 0.9\n on static\n}`]);
    expect(found.shapes[0]?.at(-1)).toBe(last);
    expect(found.codes).not.toContain('EX3018');
  });

  test('on the input', async () => {
    const found = await imported(exitModels.onInput);
    expect(exitsOf(found)).toEqual([
      'exit zero after image {\n flatten\n dense h0 units 5 bias off\n when softmax >= 0.9\n on static\n}',
    ]);
    expect(found.codes).toEqual([]);
    expect(found.analysis.timeline?.problem.exits?.map((e) => e.name)).toEqual(['zero']);
  });

  test('with a trained confidence, which is an output of its own', async () => {
    const found = await imported(exitModels.learned);
    expect(exitsOf(found)).toEqual([
      'exit first after w1 {\n globalpool\n flatten flatten1\n dense h units 5 bias off\n dense sure units 1 bias off from flatten1\n when sure >= 0.5\n on static\n}',
    ]);
    expect(found.notes).toEqual([]);
    expect(found.codes).toEqual([]);
  });

  test.each([
    ['binary', 1],
    ['sigmoids', 5],
  ] as const)('with scores behind sigmoids (%s) end in front of them', async (name, units) => {
    const found = await imported(exitModels[name]);
    expect(found.shapes.map((list) => list.at(-1))).toEqual([`dense ${units}`, `dense ${units}`]);
    expect(found.text).not.toContain('Sigmoid');
    expect(found.codes).toEqual([]);
  });

  test('over an image decide by its mean, and what cannot be done with them is said', async () => {
    const found = await imported(exitModels.image);
    expect(exitsOf(found)[0]).toContain('when mean confidence >= 0.9');
    expect(found.notes).toEqual([
      'exit first gives 3x6x6, taken as scores at every position: no profile, quantised model or kernel is made with such an exit.',
    ]);
  });
});

describe('an output that is no exit', () => {
  test('keeps what it shares with one, and nothing says that nobody reads it', async () => {
    const found = await imported(exitModels.sharedHead);
    expect(found.notes).toEqual([
      "output side is no exit: it gives 2 values where the network's end gives 5.",
    ]);
    expect(found.network).toContain('output "last", "side"');
    expect(found.shapes[0]?.at(-1)).toBe('dense 5');
    expect(found.shapes[0]).toContain('dense 2');
    expect(found.shapes[1]).toEqual(['conv 4x6x6', 'relu 4x6x6', 'flatten 144', 'dense 5']);
    expect(found.codes.filter((c) => c.startsWith('EX2') || c.startsWith('EX3'))).toEqual([]);
  });
});

describe('the end of the network', () => {
  test('is the deepest output, though another has more MACs, which is said', async () => {
    const found = await imported(exitModels.fat);
    expect(exitsOf(found)[0]).toContain('exit early after w1');
    expect(found.notes).toEqual([
      'the end of the network is output last, which most layers with weights lead to (4); early has more MACs (48,528 against 11,684), but lies less deep (3).',
    ]);
  });

  test('may be listed first', async () => {
    const found = await imported(exitModels.swapped);
    expect(exitsOf(found)[0]).toContain('exit aux after');
  });
});
