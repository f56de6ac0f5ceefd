import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../server/src/analysis/analyse';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { Documents } from '../../server/src/workspace/documents';
import { memoryFiles } from '../support/memory-files';

const design = (profile: string, exit = 'when softmax >= 0.9 rate 50%') => `device { board pynq-z2 }
network n {
  input i 1x8x8
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 3x3 filters 4
  flatten
  dense f units 10
}
exit early after c1 { flatten dense d units 10 ${exit} }
profile "${profile}"
budget { accuracy >= 70% }
`;

/** Four samples, one exit and the end: two are sure early, one of them wrongly; one of the others is right at the end. */
const trace = `sample_id,exit,confidence,entropy,pred,label,correct
0,0,0.95,0.1,1,1,1
0,1,0.99,0.1,1,1,1
1,0,0.91,0.2,2,3,0
1,1,0.99,0.1,3,3,1
2,0,0.50,0.9,4,4,1
2,1,0.80,0.3,4,4,1
3,0,0.30,1.2,5,6,0
3,1,0.60,0.8,5,6,0
`;

async function check(text: string, files: Record<string, string | Uint8Array>) {
  const content = Object.entries(files).map(([name, body]) => [`file:///d/${name}`, body] as const);
  const documents = new Documents(memoryFiles(Object.fromEntries(content)));
  documents.open('file:///d/n.exeunt', 1, text);
  const closure = await documents.closure('file:///d/n.exeunt');
  if (closure === undefined) throw new Error('no design');
  const analysis = await analyse(closure, neverCancelled);
  const found = diagnose(analysis).filter((d) => d.code.startsWith('EX7') || d.code.startsWith('EX8'));
  return { analysis, found, codes: found.map((d) => d.code) };
}

describe('a profile', () => {
  it('in UTF-16, as a Windows shell writes it, is reported as such', async () => {
    const wide = Buffer.from(`\ufeff${trace}`, 'utf16le');
    const { found } = await check(design('t.csv'), { 't.csv': wide });
    expect(found.map((d) => d.message)).toEqual([
      'The profile is not used. the file is UTF-16 (little-endian), not UTF-8: save it as UTF-8. Rates are those written in the exits.',
    ]);
  });

  it('counts by the base-2 softmax where it has that column, and says what writes one where not', async () => {
    const exit = 'when softmax2 >= 0.7 rate 50%';
    const shares = ['softmax2', 0.8, 0.9, 0.7, 0.9, 0.4, 0.6, 0.2, 0.5];
    const lines = trace.trim().split('\n');
    const wider = lines.map((line, i) => `${line},${shares[i]}`).join('\n');
    const { analysis } = await check(design('t.csv', exit), { 't.csv': wider });
    expect(analysis.profile?.rates?.exits).toEqual([{ name: 'early', rate: 0.5, accuracy: 0.5 }]);
    const { found } = await check(design('t.csv', exit), { 't.csv': trace });
    expect(found.map((d) => d.message).join()).toMatch(
      /no column for `softmax2`; `exeunt profile` writes one/,
    );
  });

  it('gives rates and accuracy sample by sample, packed or not', async () => {
    for (const [name, body] of [
      ['t.csv', trace],
      ['t.csv.gz', gzipSync(trace)],
    ] as const) {
      const { analysis, codes } = await check(design(name), { [name]: body });
      expect(analysis.profile?.rates).toEqual({
        samples: 4,
        exits: [{ name: 'early', rate: 0.5, accuracy: 0.5 }],
        end: { rate: 0.5, accuracy: 0.5 },
        accuracy: 0.5,
      });
      expect(analysis.timeline?.schedule.exits[0]?.rate).toBe(0.5);
      expect(codes).toEqual(['EX7004']);
    }
  });

  it('follows the threshold and the criterion', async () => {
    const rateAt = async (when: string) =>
      (await check(design('t.csv', when), { 't.csv': trace })).analysis.timeline?.schedule.exits[0]?.rate;
    expect(await rateAt('when softmax >= 0.94')).toBe(0.25);
    expect(await rateAt('when entropy <= 1')).toBe(0.75);
  });

  it('counts where a written rate disagrees, and says so with the figure to write', async () => {
    const { found } = await check(design('t.csv', 'when softmax >= 0.94 rate 50%'), { 't.csv': trace });
    expect(found.map((d) => d.code)).toContain('EX7007');
    const disagreement = found.find((d) => d.code === 'EX7007');
    expect(disagreement?.message).toContain('25 %');
    expect(disagreement?.fixes[0]?.edits[0]?.text).toBe('rate 25%');
  });

  it.each([
    ['a bad line', trace.replace('0.91', 'sure'), 'Line 4'],
    ['another number of exits', trace.replace(/^\d,1,.*\n/gm, ''), 'has 0 numbered exits'],
    ['no trace at all', 'hello\n', 'Line 1'],
    ['an empty file', '', 'Line 1'],
  ])('that is %s is reported once and not used', async (_name, body, words) => {
    const { analysis, found } = await check(design('t.csv'), { 't.csv': body });
    expect(found.filter((d) => d.code === 'EX7005')).toHaveLength(1);
    expect(found.find((d) => d.code === 'EX7005')?.message).toContain(words);
    expect(analysis.timeline?.schedule.exits[0]?.rate).toBe(0.5);
  });

  it('that is a damaged archive is reported', async () => {
    const { found } = await check(design('t.csv.gz'), { 't.csv.gz': 'no archive' });
    expect(found.map((d) => d.code)).toEqual(['EX7005']);
  });

  it('without the column that an exit asks for is reported', async () => {
    const { found } = await check(design('t.csv', 'when margin >= 0.2 rate 50%'), { 't.csv': trace });
    expect(found.find((d) => d.code === 'EX7005')?.message).toContain('margin');
  });

  it('that is not there leaves the rates as written', async () => {
    const { analysis, codes } = await check(design('t.csv'), {});
    expect(analysis.profile).toBeUndefined();
    expect(codes).toEqual(['EX8001']);
  });
});
