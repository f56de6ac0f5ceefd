import { describe, expect, it } from 'vitest';
import { nearest, parse } from '../../grammar/src/index';

/** `‹…›` marks the place of each error; the messages must contain the given words, in order. */
function check(marked: string, ...messages: string[]): void {
  const text = marked.replaceAll(/[‹›]/g, '');
  const found = parse(text)
    .slots.flatMap((s) =>
      s.problems.map((p) => ({ ...p, at: s.start + p.span.start, to: s.start + p.span.end })),
    )
    .sort((a, b) => a.at - b.at);
  let rebuilt = '';
  let last = 0;
  for (const { at, to } of found) {
    rebuilt += `${text.slice(last, at)}‹${text.slice(at, to)}›`;
    last = to;
  }
  expect(rebuilt + text.slice(last)).toBe(marked);
  expect(found.length).toBe(messages.length);
  found.forEach((p, i) => expect(p.message).toContain(messages[i]));
}

/** The text after all fixes is free of problems. */
function checkFix(text: string, fixed: string): void {
  const edits = parse(text).slots.flatMap((s) =>
    s.problems.map((p) => ({
      at: s.start + p.span.start,
      to: s.start + p.span.end,
      fix: p.fix?.replacement,
    })),
  );
  let result = text;
  for (const { at, to, fix } of edits.sort((a, b) => b.at - a.at)) {
    result = result.slice(0, at) + (fix ?? result.slice(at, to)) + result.slice(to);
  }
  expect(result).toBe(fixed);
  expect(parse(result).slots.flatMap((s) => s.problems)).toEqual([]);
}

describe('one error gives one problem at the smallest range', () => {
  it.each<[string, ...string[]]>([
    ['network n { conv c kernel‹› filters 3 }', 'Expected a size after `kernel`, such as `kernel 3x3`'],
    ['network n {\n ‹covn› c1 kernel 3x3 filters 4\n dense f units 3\n}', 'Did you mean `conv`?'],
    ['network n {\n relu\n ‹flaten›\n dense f units 3\n}', 'Did you mean `flatten`?'],
    ['network n {\n relu\n ‹Linear› f units 3\n}', 'Did you mean `dense`?'],
    [
      'network n {\n conv c kernel 3x3 filters 4\n ‹pool› window 2\n}',
      'Did you mean `maxpool` or `avgpool`?',
    ],
    ['network n { conv c1 kernel 3x3 ‹padding› 1 }', 'Did you mean `pad`?'],
    ['network n { input 3x8x8 ‹int8› }', 'write `activations int8`.'],
    ['network n { dense units 3 ‹int4› }', 'write `weights int4` or `activations int4`.'],
    ['network n { conv c1 kernel 3x3 ‹fitlers› 4 }', 'Did you mean `filters`?'],
    ['network n { conv c1 ‹§§ §› kernel 3x3 }', 'These characters mean nothing here'],
    ['network n { conv c1 filters ‹3x3› }', 'Expected a number after `filters`'],
    ['network n { conv c1 kernel ‹3 x 3› filters 4 }', 'A size is written as `3x3`'],
    ['network n { conv c1 ‹{› kernel 3x3 }\n relu\n}', 'only blocks have braces'],
    ['network n { ‹kernel› 3x3 }', 'is an attribute of a layer'],
    ['network n { conv a weights ‹int17› }', 'Unknown word `int17` after `weights`'],
    ['network n { add a from x,‹›\n relu }', "Expected a layer's name"],
    ['network‹› { relu }', 'Expected a name after `network`'],
    ['network ‹2nd› { relu }', 'starts with a digit'],
    ['exit e‹› { relu }', 'Expected `after`'],
    ['exit e after l { when ‹softmx› >= 0.9\n rate 1% }', 'Did you mean `softmax` or `softmax2`?'],
    ['exit e after l { when softmax ‹>› 0.9 }', 'is not a comparison here'],
    ['exit e after l { when softmax >=‹› }', 'Expected a number'],
    ['exit e after l {\n ‹wehn› softmax >= 0.9\n rate 1%\n}', 'Did you mean `when`?'],
    ['exit e after l { when softmax >= 1 ‹when› margin >= 1 }', 'Duplicate `when`'],
    ['switch s after l { case a rate 30%‹› }', '`->`'],
    ['switch s after l { case‹› rate 30% -> b }', 'Expected a name after `case`'],
    ['stage s in r { a ..‹› }', 'last layer of the range'],
    ['stage s in r { ‹..› b }', "layers' names"],
    ['stage s in r { a } ‹wieghts› int4', 'Did you mean `weights`?'],
    ['device { port ‹pcpa› at 3 MB/s }', 'Did you mean `pcap` or `icap`?'],
    ['device { clock ‹fast› }', 'a number with its unit (`MHz`'],
    ['device { board‹›\n clock 100 MHz\n}', "a board's name"],
    ['device { shell‹› }', 'Expected `lut`, `ff`'],
    ['region r { pblock ‹foo› }', 'a range of sites'],
    ['region r { pblock ‹slice_x0y0:slice_x1y1› }', 'in capitals'],
    ['region r { snapping ‹of› }', 'Did you mean `on`'],
    ['budget {\n ‹latncy› worst <= 20 ms\n latency mean <= 12 ms\n}', 'Did you mean `latency`?'],
    ['budget { latency ‹<=› 20 ms }', 'Expected `worst`, `mean`, `p50`, `p95` or `p99`'],
    ['budget { throughput ‹mean› >= 60 /s }', 'takes no qualifier'],
    ['import ‹x›', 'a path in quotes'],
    ['device { board ‹"pynq› }', 'no closing quote'],
    ['‹netwrok› n { relu }\nstage s in r { a }', 'Did you mean `network`?'],
    ['‹foo› bar baz\ndevice { board b }', 'Expected a block'],
    ['‹foo› {\n relu\n}\ndevice { board b }', 'Unknown block `foo`'],
    ['device { board b } ‹}›', 'closes nothing'],
    ['network n { relu ‹/*› relu }', 'This comment is not closed'],
    ['network n {\n relu‹›\n\nregion r { pblock auto }', 'Expected `}` to close `network`'],
    ['network n‹›\n relu\n}\nregion r { pblock auto }', 'Expected `{`'],
    ['network n‹›\n\nregion r { pblock auto }', 'Expected `{`'],
    ['network‹›\nregion r { pblock auto }', 'Expected a name'],
  ])('%s', (marked, ...messages) => check(marked, ...messages));

  it('reports errors on two lines separately', () => {
    check(
      'device {\n ‹bord› x\n ‹clok› 100 MHz\n memory‹›\n}',
      'Did you mean `board`',
      'Did you mean `clock`',
      'Expected a number',
    );
  });

  it('reports a binary file in a short message', () => {
    const bytes = Array.from({ length: 20_000 }, (_, i) =>
      String.fromCharCode((i * 7919 + (i >> 3)) % 256),
    ).join('');
    expect(parse(bytes).slots.flatMap((s) => s.problems).length).toBeLessThan(5);
  });
});

describe('a fix removes its error', () => {
  it.each([
    ['network n {\n relu\n\nregion r { pblock auto }', 'network n {\n relu\n}\n\nregion r { pblock auto }'],
    ['network n\n relu\n}', 'network n {\n relu\n}'],
    ['region r', 'region r {\n}'],
    ['network n { covn c kernel 3x3 }', 'network n { conv c kernel 3x3 }'],
    ['network n { input 3x8x8 int8 }', 'network n { input 3x8x8 activations int8 }'],
    ['network 2nd { relu }', 'network "2nd" { relu }'],
    ['network n { conv kernel 3X3 }', 'network n { conv kernel 3x3 }'],
    ['device { board b } }', 'device { board b } '],
    ['import "boards.exeunt', 'import "boards.exeunt"'],
    ['budget { lut < 80% }', 'budget { lut <= 80% }'],
    ['exti e after l { relu }', 'exit e after l { relu }'],
    ['region r { pblock slice_x0y0 }', 'region r { pblock SLICE_X0Y0 }'],
  ])('%s', checkFix);
});

it('a layer of unknown kind keeps its name, so that references to it resolve', () => {
  const block = parse('network n {\n covn c1 kernel 3x3\n}').slots[0]?.block;
  expect(block?.kind === 'network' && block.layers[0]?.name?.text).toBe('c1');
});

it('a misspelt block is read as the nearest kind', () => {
  expect(parse('exti e after l { relu }').slots[0]?.block?.kind).toBe('exit');
});

describe('nearest', () => {
  it.each([
    ['wieghts', ['weights', 'weights-in', 'units'], ['weights']],
    ['KERNEL', ['kernel', 'conv'], ['kernel']],
    ['xyzzy', ['kernel', 'conv'], []],
  ])('%s', (word, words, expected) => expect(nearest(word, words)).toEqual(expected));
});
