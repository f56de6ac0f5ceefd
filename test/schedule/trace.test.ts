import { describe, expect, it } from 'vitest';
import {
  absentCriterion,
  absentValues,
  bindTrace,
  parseTrace,
  traceRates,
  type ExitRule,
  type Trace,
} from '../../server/src/schedule';

const header = 'sample_id,exit,confidence,entropy,pred,label,correct';

function trace(...lines: string[]): Trace {
  const { trace: parsed, error } = parseTrace(lines.join('\n'));
  if (parsed === undefined) throw new Error(`line ${error?.line}: ${error?.message}`);
  return parsed;
}

/** Four samples, an exit and the end: confidence and correctness, exit first. */
const four = trace(
  header,
  'a,0,0.99,0.1,3,3,1',
  'a,1,0.999,0.0,3,3,1',
  'b,0,0.95,0.3,5,4,0',
  'b,1,0.98,0.1,4,4,1',
  'c,0,0.50,1.2,1,1,1',
  'c,1,0.70,0.9,2,1,0',
  'd,0,0.40,1.5,1,8,0',
  'd,1,0.90,0.4,8,8,1',
);

describe('parsing a trace', () => {
  it('sorts rows into matrices of exits by samples', () => {
    expect(four.exits).toEqual(['0', '1']);
    expect(four.numbered).toBe(true);
    expect(four.sampleCount).toBe(4);
    expect([...four.confidence]).toEqual([0.99, 0.95, 0.5, 0.4, 0.999, 0.98, 0.7, 0.9]);
    expect([...four.correct]).toEqual([1, 0, 1, 0, 1, 1, 0, 1]);
    expect([...(four.entropy ?? [])]).toEqual([0.1, 0.3, 1.2, 1.5, 0, 0.1, 0.9, 0.4]);
    expect(four.margin).toBeUndefined();
  });

  it('takes columns and rows in any order, names for exits, bytes, a BOM, CRLF, quotes and blank lines', () => {
    const text = [
      '\uFEFFexit , margin, label,pred,confidence,sample_id,softmax2',
      '"a, ""b""",0.5,cat,cat,0.9,1,0.6',
      'end,0.25,dog,cat,0.8,2,0.5',
      '',
      '"a, ""b""",0.125,dog,dog,0.7,2,0.4',
      'end,0.75,2.0,2,1,1,0.3',
      '',
    ].join('\r\n');
    const { trace: parsed, warnings } = parseTrace(new TextEncoder().encode(text));
    expect(warnings).toEqual([]);
    expect(parsed?.exits).toEqual(['a, "b"', 'end']);
    expect([...(parsed?.margin ?? [])]).toEqual([0.5, 0.125, 0.75, 0.25]);
    expect([...(parsed?.softmax2 ?? [])]).toEqual([0.6, 0.4, 0.3, 0.5]);
    expect([...(parsed?.correct ?? [])]).toEqual([1, 1, 1, 0]);
    expect(parsed?.entropy).toBeUndefined();
  });

  it('puts numbered exits in their own order, beyond nine too', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `s,${11 - i},0.5,0,1,1,1`);
    expect(trace(header, ...rows).exits).toEqual(Array.from({ length: 12 }, (_, i) => `${i}`));
  });

  it.each<[string, string[], number, string]>([
    ['nothing', [], 1, 'the trace is empty'],
    ['no rows', [header], 1, 'the trace has a header but no rows'],
    ['a lacking column', ['sample_id,exit,entropy,pred,label'], 1, "the header has no 'confidence'"],
    ['a column twice', ['sample_id,exit,confidence,exit,pred,label'], 1, "column 'exit' occurs twice"],
    ['a short line', [header, 'a,0,0.5,0,1,1,1', '', 'b,0,0.5'], 4, '3 fields where the header has 7'],
    ['NaN', [header, 'a,0,NaN,0,1,1,1'], 2, "confidence 'NaN' is not a number between 0 and 1"],
    [
      'a negative confidence',
      [header, 'a,0,-0.5,0,1,1,1'],
      2,
      "confidence '-0.5' is not a number between 0 and 1",
    ],
    [
      'a confidence above 1',
      [header, 'a,0,95,0,1,1,1'],
      2,
      "confidence '95' is not a number between 0 and 1",
    ],
    ['no confidence', [header, 'a,0,,0,1,1,1'], 2, "confidence '' is not a number between 0 and 1"],
    ['a negative entropy', [header, 'a,0,0.5,-1,1,1,1'], 2, "entropy '-1' is not a number from 0 up"],
    ['an odd correct', [header, 'a,0,0.5,0,1,1,maybe'], 2, "correct 'maybe' is neither 0 nor 1"],
    ['an empty sample', [header, ',0,0.5,0,1,1,1'], 2, 'sample_id is empty'],
    ['an empty label', [header, 'a,0,0.5,0,1,,1'], 2, 'label is empty'],
    [
      'a row twice',
      [header, 'a,0,0.5,0,1,1,1', 'b,0,0.5,0,1,1,1', 'a,0,0.6,0,1,1,1'],
      4,
      'sample a has two rows for exit 0, the first in line 2',
    ],
    [
      'a gap in the numbers',
      [header, 'a,0,0.5,0,1,1,1', 'a,2,0.6,0,1,1,1'],
      1,
      'the trace has no exit 1, but it has exit 2',
    ],
    [
      'no whole sample',
      [header, 'a,0,0.5,0,1,1,1', 'b,1,0.6,0,1,1,1'],
      1,
      'no sample has a row for every exit: sample a has no row for exit 1',
    ],
  ])('refuses %s', (_, lines, line, message) => {
    expect(parseTrace(lines.join('\n'))).toMatchObject({ trace: undefined, error: { line, message } });
  });

  it('leaves out samples with a missing row, with a warning', () => {
    const { trace: parsed, warnings } = parseTrace(
      [header, 'a,0,0.5,0,1,1,1', 'a,1,0.6,0,1,1,1', 'b,0,0.7,0,1,1,1'].join('\n'),
    );
    expect(parsed?.sampleCount).toBe(1);
    expect([...(parsed?.confidence ?? [])]).toEqual([0.5, 0.6]);
    expect(warnings).toEqual([
      { line: 1, message: 'sample b has no row for exit 1; 1 of 2 samples are left out' },
    ]);
  });

  it('warns of ignored columns, and if correct disagrees with pred and label', () => {
    const { trace: parsed, warnings } = parseTrace(
      [`${header},top5`, 'a,0,0.5,0,1,1,1,x', 'b,0,0.5,0,1,2,1,x'].join('\n'),
    );
    expect([...(parsed?.correct ?? [])]).toEqual([1, 1]);
    expect(warnings).toEqual([
      { line: 1, message: "column 'top5' is ignored" },
      { line: 3, message: "correct differs from 'pred is label' in 1 rows; correct is used" },
    ]);
  });
});

describe('rates and accuracies', () => {
  const at = (threshold: number): ExitRule => ({
    column: 0,
    criterion: 'softmax',
    comparison: '>=',
    threshold,
  });

  it('every sample leaves by the first rule it satisfies', () => {
    expect(traceRates(four, [at(0.95)], 1)).toEqual({
      exits: [{ rate: 0.5, accuracy: 0.5 }],
      end: { rate: 0.5, accuracy: 0.5 },
      accuracy: 0.5,
    });
    expect(traceRates(four, [at(0.96)], 1)).toEqual({
      exits: [{ rate: 0.25, accuracy: 1 }],
      end: { rate: 0.75, accuracy: 2 / 3 },
      accuracy: 0.75,
    });
  });

  it('no sample leaves above every confidence, every sample at 0', () => {
    expect(traceRates(four, [at(1)], 1).exits).toEqual([{ rate: 0, accuracy: null }]);
    expect(traceRates(four, [at(0)], 1).end).toEqual({ rate: 0, accuracy: null });
    expect(traceRates(four, [], 1)).toEqual({ exits: [], end: { rate: 1, accuracy: 0.75 }, accuracy: 0.75 });
  });

  it('an entropy is compared the other way round', () => {
    const rule: ExitRule = { column: 0, criterion: 'entropy', comparison: '<=', threshold: 0.3 };
    expect(traceRates(four, [rule], 1).exits).toEqual([{ rate: 0.5, accuracy: 0.5 }]);
  });

  it('reports a criterion without a column', () => {
    const rule: ExitRule = { column: 0, criterion: 'margin', comparison: '>=', threshold: 0.3 };
    expect(absentCriterion(four, [at(0.5), rule])).toBe('margin');
    expect(absentCriterion(four, [at(0.5)])).toBeUndefined();
    expect(() => traceRates(four, [rule], 1)).toThrow(new RangeError("the trace has no column 'margin'"));
  });

  it('a confidence that is said to be another is not taken', () => {
    const text = [`${header},measure`, 'a,0,0.9,0,1,1,1,learned', 'a,1,0.6,0,1,1,1,softmax'].join('\n');
    const parsed = parseTrace(text).trace;
    if (parsed === undefined) throw new Error('no trace');
    expect(parsed.measures).toEqual(['learned', 'softmax']);
    const learned: ExitRule = { column: 0, criterion: 'learned', comparison: '>=', threshold: 0.5 };
    expect(traceRates(parsed, [learned], 1).exits).toEqual([{ rate: 1, accuracy: 1 }]);
    expect(absentCriterion(parsed, [at(0.5)])).toBe('softmax');
    expect(absentValues(parsed, [at(0.5)])).toBe(
      "the confidence of exit '0' in the trace is `trained confidence`, not `softmax`",
    );
    expect(absentCriterion(parsed, [{ ...at(0.5), criterion: 'entropy' }])).toBeUndefined();
    // A trace that does not say has what is asked for.
    expect(traceRates(four, [{ ...learned, threshold: 0.95 }], 1).exits).toEqual([
      { rate: 0.5, accuracy: 0.5 },
    ]);
  });

  it.each([
    [
      'a measure that there is not',
      ['a,0,0.9,0,1,1,1,top5'],
      "measure 'top5' is none of softmax, learned, mean, min",
    ],
    [
      'two measures of one exit',
      ['a,0,0.9,0,1,1,1,learned', 'b,0,0.9,0,1,1,1,softmax'],
      "exit 0 has two kinds of confidence: its rows differ in 'measure'",
    ],
  ])('refuses %s', (_, lines, message) => {
    expect(parseTrace([`${header},measure`, ...lines].join('\n')).error).toEqual({
      line: lines.length + 1,
      message,
    });
  });

  it('any subset of the exits of a trace can be evaluated', () => {
    const three = trace(
      header,
      ...['a,0,0.9', 'a,1,0.1', 'a,2,0.5', 'b,0,0.2', 'b,1,0.8', 'b,2,0.5'].map(
        (row, i) => `${row},0,${i % 2},1,${i % 2}`,
      ),
    );
    const rule = (column: number): ExitRule => ({ ...at(0.7), column });
    expect(traceRates(three, [rule(0), rule(1)], 2).exits.map((e) => e.rate)).toEqual([0.5, 0.5]);
    expect(traceRates(three, [rule(1)], 2).exits.map((e) => e.rate)).toEqual([0.5]);
  });
});

describe('finding the exits of a design in a trace', () => {
  const named = (...exits: string[]): Trace => trace(header, ...exits.map((e) => `a,${e},0.5,0,1,1,1`));

  it.each<[string, Trace, string[], unknown]>([
    ['by number', four, ['early'], { binding: { columns: [0], end: 1 } }],
    ['by name', named('x', 'y', 'end'), ['x', 'y'], { binding: { columns: [0, 1], end: 2 } }],
    ['by name, the end first', named('final', 'x'), ['x'], { binding: { columns: [1], end: 0 } }],
    ['exits the design does not have', named('x', 'y', 'end'), ['y'], { binding: { columns: [1], end: 2 } }],
    ['a lacking exit', named('x', 'end'), ['x', 'z'], { message: "the trace has no exit 'z'", exit: 'z' }],
    ['no end', named('x', 'y'), ['x', 'y'], { message: 'the trace has no rows for the end of the network' }],
    [
      'another number of exits',
      four,
      ['x', 'y'],
      { message: 'the trace has 1 numbered exit and the end of the network, but the design has 2 exits' },
    ],
  ])('%s', (_, parsed, exits, expected) => {
    expect(bindTrace(parsed, exits)).toEqual(expected);
  });
});
