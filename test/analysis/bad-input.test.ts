import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from '../support/fixture';
import { everything } from '../support/pipeline';
import { samples } from '../support/samples';
import { chain, legalRegion, pynq, reconfigured } from '../support/designs';

/** Far more than one cut or one change can break, far less than a flood. */
const MOST = 40;

async function run(text: string, offsets: readonly number[] = [0, text.length >> 1, text.length]) {
  const { analysis } = await load(text);
  return everything(analysis, text, offsets);
}

const codes = async (text: string) => (await run(text)).map((d) => d.code);

// Placing regions by search takes longer than all the rest; one sample does, and a few cuts of it are enough.
const searched = samples.filter((s) => s.text.includes('pblock auto'));
const plain = samples.filter((s) => !searched.includes(s));

describe('a sample', () => {
  const sample = fc.constantFrom(...plain.map((s) => s.text));
  const place = fc.double({ min: 0, max: 1, noNaN: true });

  it('gives a bounded number of messages when cut off anywhere', async () => {
    const check = async (text: string, share: number) => {
      const cut = text.slice(0, Math.round(share * text.length));
      expect((await run(cut, [cut.length])).length).toBeLessThan(MOST);
    };
    await fc.assert(fc.asyncProperty(sample, place, check), { numRuns: 60 });
  });

  it('with a word changed anywhere', async () => {
    const word = fc.constantFrom(
      ...[
        '{',
        '}',
        '0',
        '-1',
        '1e99',
        '%',
        '"',
        '..',
        '->',
        'auto',
        'stage',
        'conv',
        'from',
        '5x',
        '/*',
        'é\u0301',
        '\0',
      ],
    );
    const check = async (text: string, share: number, length: number, inserted: string) => {
      const at = Math.round(share * text.length);
      const changed = `${text.slice(0, at)} ${inserted} ${text.slice(at + length)}`;
      expect((await run(changed, [at, at + 2])).length).toBeLessThan(MOST);
    };
    await fc.assert(fc.asyncProperty(sample, place, fc.nat(12), word, check), { numRuns: 60 });
  });

  it('with lines in another order', async () => {
    const check = async (text: string, seed: readonly number[]) => {
      const lines = text.split('\n').map((line, i) => [seed[i % seed.length] ?? 0, line] as const);
      const shuffled = lines.sort(([a], [b]) => a - b).map(([, line]) => line);
      await run(shuffled.join('\n'));
    };
    await fc.assert(fc.asyncProperty(sample, fc.array(fc.nat(), { minLength: 9 }), check), { numRuns: 20 });
  });

  it.each(searched)('$name, cut off', async ({ text }) => {
    for (let end = 0; end < text.length; end += 397) await run(text.slice(0, end), [end]);
  });
});

describe('text that is no design', () => {
  it.each([
    ['empty', ''],
    ['of spaces', ' \n\t\r\n'],
    ['of a comment that does not end', '/* device { '],
    ['of a byte-order mark', '\ufeff'],
  ])('%s', async (_, text) => {
    expect((await run(text)).length).toBeLessThanOrEqual(1);
  });

  it('of random bytes', async () => {
    const check = async (bytes: Uint8Array) => {
      const found = await run(new TextDecoder().decode(bytes));
      expect(found.length).toBeLessThanOrEqual(bytes.length);
    };
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), check), { numRuns: 60 });
  });

  it('of a large binary file is reported a bounded number of times', async () => {
    const bytes = new Uint8Array(100_000).map((_, i) => (i * 7919 + (i >> 3)) & 0xff);
    expect((await run(new TextDecoder().decode(bytes), [50_000])).length).toBeLessThan(1000);
  });

  it.each(['{', '(', 'network n {', 'exit e after x {', '[', '"'])('of %s nested deeply', async (open) => {
    await run(open.repeat(1000));
    await run(`${open.repeat(500)}${'}'.repeat(500)}\n${pynq}`);
  });
});

describe('a long design', () => {
  it('of ten thousand layers has its figures', async () => {
    const layer = (i: number) => `  conv c${i} kernel 3x3 filters 4 pad 1\n  relu\n`;
    const body = Array.from({ length: 5000 }, (_, i) => layer(i)).join('');
    const text = `${pynq}\nnetwork n {\n  input image 4x8x8\n${body}  flatten\n  dense f units 10\n}\n`;
    const { analysis } = await load(text);
    expect(analysis.lists[0]?.layers).toHaveLength(10_003);
    expect(analysis.modules[0]?.cost?.intervalCycles).toBeGreaterThan(0);
  });

  it('with five thousand mistakes counts them all', async () => {
    const body = '  conv kernel 3x3 filters 4 stride 0\n'.repeat(5000);
    const { analysis } = await load(`network n {\n  input image 1x8x8\n${body}}\n`);
    const found = diagnose(analysis).filter((d) => d.code === 'EX2007');
    expect(found.reduce((sum, d) => sum + 1 + (d.more ?? 0), 0)).toBe(5000);
  });
});

describe('one mistake has one diagnostic, and the rest is checked', () => {
  /** A mistake of its own, to see that the rest is still looked at. */
  const other = 'schedule { batch 0 }';
  it.each<[string, string, string]>([
    ['an import that is missing', `import "no.exeunt"\n${chain}`, 'EX2012'],
    ['an import of itself', `import "main.exeunt"\n${chain}`, 'EX2013'],
    ['a part that does not exist', `device { part "xc7z999" }\n${chain}`, 'EX2015'],
    ['a part of another family', `device { part "xc7a100tcsg324-1" }\n${chain}`, 'EX2015'],
    ['a stride of zero', chain.replace('filters 4', 'filters 4 stride 0'), 'EX2007'],
    ['a negative number', chain.replace('filters 4', 'filters -4'), 'EX2007'],
    ['a number beyond all measure', chain.replace('filters 4', 'filters 1e300'), 'EX2007'],
    ['a layer beyond exact counting', chain.replace('filters 4', 'filters 9000000000000000'), 'EX3016'],
    ['a kernel larger than the image', chain.replace('kernel 3x3', 'kernel 99x99'), 'EX3008'],
    ['a batch beyond all measure', `${chain}\nschedule { batch 1e300 }`, 'EX2007'],
    ['two regions of one name', `${reconfigured}\nregion rp0 { pblock auto }`, 'EX2003'],
    ['two networks of one name', `${chain}\n${chain}`, 'EX2003'],
    ['two devices', `${pynq}\n${pynq}\n${chain}`, 'EX2004'],
    ['a block that is not closed', chain.slice(0, -1), 'EX1002'],
    ['a clock of zero', `device { board pynq-z2 clock 0 MHz }\n${chain}`, 'EX2007'],
    ['a stage in no region', `${chain}\nstage all in nowhere { c1 .. f1 }`, 'EX2001'],
    ['a stage without layers', `${chain}\nstage all in static { }`, 'EX2021'],
    [
      'a range of sites that ends before it starts',
      `${pynq}\nregion r { pblock SLICE_X9Y9:SLICE_X0Y0 }`,
      'EX5001',
    ],
  ])('%s', async (_, text, code) => {
    expect(await codes(text)).toEqual([code]);
    if (!text.includes('schedule') && code !== 'EX1002') {
      expect((await codes(`${text}\n${other}`)).sort()).toEqual([code, 'EX2007'].sort());
    }
  });

  it('names of any script', async () => {
    const text = `${pynq}\n${chain}\n${legalRegion}`
      .replaceAll('c1', 'λάμδα')
      .replaceAll('p1', '卷积')
      .replaceAll('f1', '"a/b \u{1F600}"');
    expect(await codes(`${text}\nstage 全部 in rp0 { λάμδα .. "a/b \u{1F600}" }`)).toEqual([]);
  });
});
