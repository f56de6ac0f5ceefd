import { describe, expect, it } from 'vitest';
import { parse, type Block, type SyntaxProblem } from '../../grammar/src/index';
import { meaning, wholeDesign } from './designs';

function only(text: string): Block {
  const [slot, ...rest] = parse(text).slots;
  expect(slot?.problems).toEqual([]);
  expect(rest).toEqual([]);
  if (!slot?.block) throw new Error('no block');
  return slot.block;
}

const problemsOf = (text: string): readonly SyntaxProblem[] => parse(text).slots.flatMap((s) => s.problems);

describe('a design without errors', () => {
  it('has all its blocks, with absolute starts and relative spans', () => {
    const tree = parse(wholeDesign);
    expect(tree.slots.flatMap((s) => s.problems)).toEqual([]);
    expect(tree.slots.map((s) => s.block?.kind)).toEqual([
      ...['import', 'device', 'network', 'exit', 'switch', 'stage', 'stage', 'stage'],
      ...['region', 'region', 'schedule', 'profile', 'budget', 'paper'],
    ]);
    for (const { start, end, block } of tree.slots) {
      expect(block?.span).toEqual({ start: 0, end: end - start });
      const word = block?.keyword;
      expect(wholeDesign.slice(start, start + (word?.span.end ?? 0))).toBe(word?.text);
    }
    expect(tree.length).toBe(wholeDesign.length);
  });

  it('reads a layer with name, shape, attributes and sources', () => {
    const block = only(
      'network n { input i 1x28x28 conv c1 kernel 5x5 parallel pe 4 simd 6 add s from c1, "a b" }',
    );
    expect(meaning(block)).toMatchObject({
      name: { text: 'n', quoted: false },
      layers: [
        { layerKind: { text: 'input' }, name: { text: 'i' }, shape: { values: [1, 28, 28] }, settings: [] },
        {
          name: { text: 'c1' },
          settings: [
            { keyword: { text: 'kernel' }, values: [{ kind: 'dims', values: [5, 5] }] },
            {
              keyword: { text: 'parallel' },
              values: [{ text: 'pe' }, { value: 4 }, { text: 'simd' }, { value: 6 }],
            },
          ],
        },
        { from: [{ text: 'c1' }, { text: 'a b', quoted: true }] },
      ],
    });
  });

  it.each([
    ['clock 100 MHz', 100, 'MHz'],
    ['clock 100MHz', 100, 'MHz'],
    ['clock 1.5e2 MHz', 150, 'MHz'],
    ['clock 100Mhz', 100, 'Mhz'],
    ['clock 100 megahertz', 100, 'megahertz'],
    ['clock -3 kHz', -3, 'kHz'],
    ['clock 1e999 Hz', Infinity, 'Hz'],
    ['clock 100', 100, undefined],
    ['memory 1.0 GB/s', 1, 'GB/s'],
    ['memory 1.0GB /s', 1, 'GB/s'],
  ])('%s is a quantity', (setting, value, unit) => {
    const block = only(`device { ${setting} }`);
    expect(block.kind === 'device' && block.settings[0]?.values[0]).toMatchObject({
      kind: 'quantity',
      value,
      ...(unit !== undefined && { unit: { text: unit } }),
    });
  });

  it('takes a Greek mu for the micro sign', () => {
    const block = only('schedule { arrival every 3 μs }');
    expect(block.kind === 'schedule' && block.settings[0]?.values[1]).toMatchObject({ unit: { text: 'µs' } });
  });

  it('lets keywords be names where they are not reserved', () => {
    const design =
      'exit after after region { on cpu }\nstage device in region { stage .. in }\nregion switch { pblock auto }';
    expect(problemsOf(design)).toEqual([]);
    expect(parse(design).slots.map((s) => s.block && 'name' in s.block && s.block.name.text)).toEqual([
      'after',
      'device',
      'switch',
    ]);
  });

  it.each([
    ['letters of any script', 'сеть-1'],
    ['letters beyond the basic plane', '𝒩et'],
    ['a hyphen before an arrow', 'a-'],
    ['no ASCII letter', '层'],
  ])('has names with %s', (_, name) => {
    const block = only(
      `switch ${name} before a, b { case x->${name}->y }`.replace(`->${name}->y`, `->${name}`),
    );
    expect(block.kind === 'switch' && [block.name?.text, block.cases[0]?.target?.text]).toEqual([name, name]);
  });

  it('separates a name from the arrow behind it', () => {
    const block = only('switch s after l { case a-b->c-d }');
    expect(block.kind === 'switch' && meaning(block.cases[0])).toMatchObject({
      name: { text: 'a-b' },
      target: { text: 'c-d' },
    });
  });

  it('unescapes quoted names', () => {
    const block = only(String.raw`network "a\"b\\c" { }`);
    expect(block.kind === 'network' && block.name).toMatchObject({ text: 'a"b\\c', quoted: true });
  });

  it('reads a criterion that is also a layer', () => {
    const block = only('exit e after l { softmax when softmax >= 95% }');
    expect(block.kind === 'exit' && [block.layers.length, block.when?.criterion?.text]).toEqual([
      1,
      'softmax',
    ]);
  });

  it('keeps senseless sizes and numbers in the tree, for semantics to report', () => {
    const block = only('network n { input i -1x0x3 conv kernel 0x0 stride -2 filters 1.5 }');
    expect(block.kind === 'network' && block.layers[0]?.shape?.values).toEqual([-1, 0, 3]);
  });
});

describe('where lines break', () => {
  const words = wholeDesign
    .replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
    .split(/("[^"]*"|\s+)/)
    .filter((w) => w.trim() !== '');

  it.each([
    ['a line a word', '\n'],
    ['one line', ' '],
    ['other newlines', '\r\n'],
  ])('means nothing: %s', (_, separator) => {
    expect(meaning(parse(words.join(separator)))).toEqual(meaning(parse(wholeDesign)));
  });
});
