/** A design that has been typed into, edit by edit, reads like the same text opened anew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Analysis, analyse } from '../../server/src/analysis/analyse';
import { absolute } from '../../server/src/analysis/offsets';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { inlayHints } from '../../server/src/ide/inlay-hints';
import { Documents, type TextChange } from '../../server/src/workspace/documents';
import { samples } from '../support/samples';
import { memoryFiles } from '../support/memory-files';

const uri = 'file:///design/main.exeunt';
const nowhere = memoryFiles();

async function read(documents: Documents): Promise<string> {
  const closure = await documents.closure(uri);
  if (closure === undefined) throw new Error('the document is not open');
  const analysis = await analyse(closure, neverCancelled);
  const diagnostics = diagnose(analysis);
  return JSON.stringify(
    {
      report: buildReport(analysis, diagnostics),
      diagnostics: diagnostics.map((d) => ({ ...d, fixes: d.fixes })),
      hints: inlayHints(analysis),
      names: namesOf(analysis),
    },
    undefined,
    1,
  );
}

function namesOf(analysis: Analysis): string[] {
  const { symbols } = analysis;
  const place = (origin: Parameters<typeof absolute>[1]) => absolute(analysis, origin)?.start ?? -1;
  return [
    ...symbols.all().map((s) => `${s.kind} ${s.owner ?? ''}.${s.name} ${place(s.origin)}`),
    ...symbols.references().map((r) => `${r.symbol.name} ${place(r.symbol.origin)} at ${place(r.origin)}`),
  ].sort();
}

async function opened(text: string): Promise<string> {
  const documents = new Documents(nowhere);
  documents.open(uri, 1, text);
  return read(documents);
}

/** Applies each edit to a document that was read before it, and compares what is read then. */
async function check(text: string, edits: readonly ((text: string) => TextChange)[]): Promise<void> {
  const documents = new Documents(nowhere);
  documents.open(uri, 1, text);
  await read(documents);
  for (const [i, edit] of edits.entries()) {
    documents.change(uri, i + 2, [edit(documents.get(uri)?.text ?? '')]);
    expect(await read(documents)).toBe(await opened(documents.get(uri)?.text ?? ''));
  }
}

/** The n-th occurrence of a word or number, counted around, is replaced. */
const replaced =
  (pattern: RegExp, nth: number, inserted: string) =>
  (text: string): TextChange => {
    const found = [...text.matchAll(pattern)];
    const match = found[nth % Math.max(1, found.length)];
    return match
      ? { start: match.index, end: match.index + match[0].length, inserted }
      : { start: 0, end: 0, inserted: '' };
  };

const design = samples.find((s) => s.name === 'blenet-ping-pong')?.text ?? '';

describe('an edited design reads as if opened anew', () => {
  it.each([
    ['a number within a layer', [replaced(/\d+/g, 40, '7'), replaced(/\d+/g, 40, '16')]],
    ['back and forth', [replaced(/pe 4/g, 0, 'pe 5'), replaced(/pe 5/g, 0, 'pe 4')]],
    ['the name of a layer', [replaced(/conv2/g, 0, 'conv9'), replaced(/conv9/g, 0, 'conv2')]],
    ['the kind of a layer', [replaced(/maxpool/g, 0, 'avgpool'), replaced(/conv /g, 1, 'depthwise ')]],
    ['a threshold', [replaced(/0\.9\d*/g, 0, '0.5'), replaced(/0\.5/g, 0, '0.95')]],
    ['a place', [replaced(/ in \w+/g, 0, ' in static'), replaced(/ in static/g, 0, ' in cpu')]],
    [
      'the name of a region',
      [replaced(/region \w+/g, 0, 'region x'), replaced(/region x/g, 0, 'region rp0')],
    ],
    ['the precision of the network', [replaced(/precision int8/g, 0, 'precision int4')]],
    [
      'where an exit stands',
      [replaced(/after \w+/g, 0, 'after conv2'), replaced(/after \w+/g, 0, 'after pool1')],
    ],
    ['the clock', [replaced(/clock \d+/g, 0, 'clock 50'), replaced(/\d+%/g, 0, '100%')]],
  ])('%s', async (_, edits) => {
    await check(design, edits);
  });

  it.each([
    ['a name', [replaced(/c1\b/g, 0, 'c1x'), replaced(/c1x/g, 0, 'c1')]],
    ['a number', [replaced(/filters 4/g, 0, 'filters 40'), replaced(/filters 40/g, 0, 'filters 4')]],
    ['the settings of the stage', [replaced(/int4/g, 0, 'int2'), replaced(/int2/g, 0, 'int4')]],
  ])('%s, where a stage runs layers with settings of its own', async (_, edits) => {
    await check(
      `device { board pynq-z2 clock 100 MHz }
network net {
  input image 1x16x16
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 3x3 filters 4
  dense out units 10
}
stage a in static { c1 }
stage fine in static { c2 }
stage low in static { c2 } weights int4
stage rest in static { out }
`,
      edits,
    );
  });

  const pieces = [
    '1',
    '8',
    'pe 3',
    'conv2',
    'x',
    ' ',
    '\n',
    '}',
    '{',
    'from conv1',
    'auto',
    'rp1',
    '%',
    '//',
    '',
  ];
  const edit = fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4), fc.constantFrom(...pieces))
    .map(([where, length, inserted]) => (text: string): TextChange => {
      const start = Math.floor(where * text.length);
      return { start, end: Math.min(text.length, start + length), inserted };
    });
  const wordEdit = fc
    .tuple(fc.nat(300), fc.constantFrom('1', '2', '6', 'conv1', 'pool1', 'relu', 'static', 'rp0', 'int4'))
    .map(([nth, inserted]) => replaced(/\w+/g, nth, inserted));

  it('any edits, one after another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(edit, wordEdit), { minLength: 1, maxLength: 4 }), (edits) =>
        check(design, edits),
      ),
      { numRuns: 40 },
    );
  });
});
