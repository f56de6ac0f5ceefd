import { describe, expect, it } from 'vitest';
import { expectedAt, type Expectation } from '../../grammar/src/index';
import { wholeDesign } from './designs';

function at(marked: string): Expectation {
  const offset = marked.indexOf('$0');
  return expectedAt(marked.replace('$0', ''), offset);
}

describe('what may follow at the cursor', () => {
  it.each<[string, Partial<Expectation>]>([
    ['$0', { block: 'top', where: 'statement' }],
    ['device { }\nne$0', { block: 'top', where: 'statement', prefix: 'ne' }],
    ['import "$0', { block: 'import', where: 'reference', reference: 'path', inString: true }],
    ['import "a.exeunt" $0', { block: 'top' }],
    ['network $0', { where: 'name' }],
    ['network n from "m$0"', { where: 'reference', reference: 'path', inString: true, prefix: 'm' }],
    ['exit e $0', { where: 'statement', words: ['after'] }],
    ['exit e after p$0 { relu }', { where: 'reference', reference: 'layer', keyword: 'after', prefix: 'p' }],
    ['switch s before a, $0', { where: 'reference', reference: 'network' }],
    ['stage s in $0', { where: 'reference', reference: 'place', words: ['static', 'cpu'] }],
    ['stage s in r { a .. $0', { where: 'reference', reference: 'layer' }],
    ['network n { conv c kernel $0', { where: 'value', keyword: 'kernel', layerKind: 'conv', words: [] }],
    ['network n { conv c weights-in $0', { where: 'value', words: ['bram', 'lutram', 'uram', 'ddr'] }],
    ['network n { conv c parallel $0', { where: 'value', words: ['auto', 'pe', 'simd'] }],
    ['network n { add s from a, $0', { where: 'reference', reference: 'layer', layerKind: 'add' }],
    ['network n { input $0', { where: 'name', layerKind: 'input' }],
    ['exit e after l { when $0', { where: 'value', words: ['softmax', 'softmax2', 'entropy', 'margin'] }],
    ['exit e after l { when softmax $0', { where: 'value', words: ['>=', '<='] }],
    ['exit e after l { on $0', { where: 'reference', reference: 'place', words: ['static', 'cpu'] }],
    ['switch s after l { case a -> $0', { where: 'reference', reference: 'target' }],
    ['device { board $0', { where: 'reference', reference: 'board' }],
    ['device { port $0', { where: 'value', words: ['pcap', 'icap', 'at', 'overhead'] }],
    ['budget { latency $0', { where: 'value', words: ['worst', 'mean', 'p50', 'p95', 'p99'] }],
    ['paper { cycles $0', { where: 'value', words: ['of'] }],
    ['paper { cycles of $0', { where: 'reference', reference: 'subject', keyword: 'cycles' }],
    ['paper { lut of a $0', { where: 'value', words: ['to', '='] }],
    ['paper { latency $0', { where: 'value', words: ['worst', 'mean', 'p50', 'p95', 'p99'] }],
    ['paper { kind $0', { where: 'value', words: ['reproduces', 'shape-of', 'idea-of'] }],
    ['region r { pblock $0', { where: 'value', words: ['auto'] }],
    ['// $0', { where: 'nothing' }],
    ['device { } /* $0', { where: 'nothing' }],
  ])('%s', (marked, expected) => expect(at(marked)).toMatchObject(expected));

  it.each<[string, string[], string[]]>([
    ['network n { $0 }', ['conv', 'precision'], ['kernel', 'when']],
    ['network n { conv c kernel 3x3 $0', ['filters', 'stride', 'conv', 'from'], ['kernel', 'units', 'scale']],
    ['network n { conv c kernel 3x3 fil$0 relu }', ['filters'], ['kernel']],
    ['network n { conv c parallel pe 4 $0', ['simd', 'kernel'], ['pe', 'parallel']],
    ['network n { conv c kernel 3x3 window $0', ['parallel'], ['simd', 'filters']],
    ['network n { conv c kernel 3x3 window parallel $0', ['filters', 'parallel', 'relu'], ['simd', 'window']],
    ['network n { maxpool p window $0', [], ['parallel']],
    ['exit e after l { rate 3% $0', ['when', 'on', 'conv'], ['rate', 'case']],
    ['device { clock 100 $0', ['MHz', 'board'], ['ns', 'clock2']],
    ['device { clock 100 MHz\n $0', ['board', 'port'], ['clock']],
    ['stage s in r { a } $0', ['weights', 'filters', 'stage'], ['when']],
    ['budget { latency worst <= 20 $0', ['ms', 'throughput'], ['MHz']],
    ['network n { co$0nv', ['conv', 'concat'], []],
    // Broken above, broken below.
    ['network n {\n covn c kernel\n dense $0\n\nregion r {', ['units', 'weights'], ['kernel']],
  ])('%s offers', (marked, offered, not) => {
    const { words } = at(marked);
    expect(words).toEqual(expect.arrayContaining(offered));
    for (const word of not) expect(words).not.toContain(word);
  });

  it('returns the span to replace', () => {
    expect(at('network n { con$0').span).toEqual({ start: 12, end: 15 });
  });

  it('knows the block everywhere in a whole design', () => {
    const inNetwork = wholeDesign.indexOf('pool1  window');
    expect(expectedAt(wholeDesign, inNetwork)).toMatchObject({ block: 'network', layerKind: 'maxpool' });
  });
});
