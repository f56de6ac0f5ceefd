import { describe, expect, it } from 'vitest';
import { Cancelled, neverCancelled } from '../../../server/src/base/checkpoint';
import { bestOf, ranked, sentenceOf } from '../../../server/src/plans/exits/judgement';
import { type Asked, type ExitSearch, exploreExits } from '../../../server/src/plans/exits/explore-exits';
import { exitEdits } from '../../../server/src/plans/exits/exit-edits';
import { type State, tried } from '../../../server/src/plans/trial';
import { diagnose } from '../../../server/src/diagnostics/diagnose';
import { planned, stateOfSample } from '../../support/plans';
import { seeded } from '../../support/seed';

const latency: Asked = { objective: 'latency', accuracy: undefined };

async function searched(before: State, asked = latency): Promise<ExitSearch> {
  const found = await exploreExits(before, asked, neverCancelled);
  if ('missing' in found) throw new Error(found.missing);
  return found;
}

async function lacking(fixture: string): Promise<string> {
  const found = await exploreExits(await planned(fixture), latency, neverCancelled);
  if (!('missing' in found)) throw new Error('nothing is missing');
  return found.missing;
}

/** The figures of a subset by the analysis of its text. */
async function analysed(before: State, names: readonly string[], policy: 'serial' | 'overlap' | 'speculate') {
  const kept = { exits: new Set(names), policy, rates: new Map<string, number>(), comment: '' };
  const after = await tried(before, exitEdits(before, kept) ?? [], neverCancelled);
  const { timeline, profile } = after.analysis;
  return {
    meanNs: timeline?.schedule.meanNs ?? NaN,
    worstNs: timeline?.schedule.worstNs ?? NaN,
    accuracy: profile?.rates?.accuracy ?? NaN,
  };
}

function subsetsOf(names: readonly string[]): string[][] {
  return Array.from({ length: 2 ** names.length }, (_, mask) => names.filter((_, i) => (mask >> i) & 1));
}

describe('an interrupted search', () => {
  it('shows what it has, says that it is not complete, and proves nothing', async () => {
    const before = await stateOfSample('blenet-ping-pong');
    let left = 3;
    const told: number[] = [];
    const found = await exploreExits(
      before,
      latency,
      () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Cancelled())),
      (done) => told.push(done),
    );
    if ('missing' in found) throw new Error(found.missing);
    expect(found.complete).toBe(false);
    expect(found.curves.flatMap((c) => c.byCount).length).toBeGreaterThan(0);
    expect(found.curves.every((c) => !c.proved)).toBe(true);
    expect(told.length).toBeGreaterThan(1);
    expect((await searched(before)).complete).toBe(true);
  });
});

describe('every subset of the exits', () => {
  it.each(['blenet-pynq-z2', 'blenet-ping-pong'])('of %s: none is better than those shown', async (name) => {
    const before = await stateOfSample(name);
    for (const objective of ['latency', 'worst'] as const) {
      const search = await searched(before, { objective, accuracy: undefined });
      expect(search.unconfirmed).toBe(0);
      for (const { policy, byCount } of search.curves) {
        for (const [count, best] of byCount.entries()) {
          const times: number[] = [];
          for (const names of subsetsOf(search.exits).filter((s) => s.length === count)) {
            const figures = await analysed(before, names, policy);
            if (figures.accuracy < (search.required?.accuracy ?? 0)) continue;
            times.push(objective === 'latency' ? figures.meanNs : figures.worstNs);
          }
          const shown = objective === 'latency' ? best?.meanNs : best?.worstNs;
          expect(shown ?? Infinity, `${policy} ${count}`).toBe(Math.min(...times));
          // Who would have left at an exit that is gone leaves at the next: its written rate would be wrong.
          const codes = best ? diagnose(best.after.analysis).map((d) => d.code) : [];
          expect(codes, `${policy} ${count}`).not.toContain('EX7007');
        }
      }
    }
  });

  it('of ten exits: those shown are right, and subsets at random are no better', async () => {
    const before = await stateOfSample('vgg10-ten-exits');
    const search = await searched(before);
    expect(search.unconfirmed).toBe(0);
    expect(search.timed).toBe(3 * 512);
    expect(search.curves.map((c) => c.proved)).toEqual([true, true, true]);
    const random = seeded();
    for (let i = 0; i < 20; i++) {
      const names = search.exits.filter(() => random() < 0.5);
      const curve = search.curves[i % 3];
      if (curve === undefined) continue;
      const figures = await analysed(before, names, curve.policy);
      const best = curve.byCount[names.length];
      if (figures.accuracy >= 0.82) expect(best?.meanNs).toBeLessThanOrEqual(figures.meanNs);
    }
    for (const { policy, byCount } of search.curves) {
      const alone = await Promise.all(search.exits.map((name) => analysed(before, [name], policy)));
      const right = alone.filter((a) => a.accuracy >= 0.82).map((a) => a.meanNs);
      expect(byCount[1]?.meanNs).toBe(Math.min(...right));
    }
    const best = bestOf(search);
    expect(best?.prices.every((p) => p.worstNs === 0)).toBe(true);
    expect(sentenceOf(search)).toContain('All of them are free');
  }, 60_000);
});

const three = `
device { board pynq-z2 }
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 16
  maxpool p window 2x2
  conv b kernel 3x3 filters 16
  conv c kernel 3x3 filters 16
  flatten
  dense f units 10
}
exit one after p { flatten dense e1 units 10 parallel auto when softmax >= 0.9 rate 30% on static }
exit two after b { flatten dense e2 units 10 parallel auto when softmax >= 0.9 rate 20% on static }
stage s1 in r { a .. p }
stage s2 in r { b }
stage s3 in r { c .. f }
region r { pblock auto }
`;

describe('without a trace', () => {
  it('those who would have left at an exit that is gone leave at the next', async () => {
    const search = await searched(await planned(three));
    const alone = search.curves[0]?.byCount[1];
    const rates = alone?.after.analysis.design.exits.map((e) => [e.name, e.rate?.value]);
    expect(rates).toEqual(alone?.names[0] === 'two' ? [['two', 0.5]] : [['one', 0.3]]);
    const { problem } = alone?.after.analysis.timeline ?? {};
    expect(problem?.stages.flatMap((s) => s.exits ?? []).map((e) => e.rate)).toEqual([
      alone?.names[0] === 'two' ? 0.5 : 0.3,
    ]);
  });

  it('keeps what the tool has chosen for `auto`', async () => {
    const before = await planned(three);
    const search = await searched(before);
    expect(search.unconfirmed).toBe(0);
    for (const { after } of ranked(search)) {
      expect(after.analysis.regions[0]?.pblock).toEqual(before.analysis.regions[0]?.pblock);
      expect(after.closure.files[0]?.text).not.toContain('auto');
    }
  });

  it('leaves the whole text but for the exits, the policy and a comment', async () => {
    const before = await planned(three);
    const best = ranked(await searched(before)).find((c) => c.names.length === 0 && c.policy === 'serial');
    const text = best?.after.closure.files[0]?.text ?? '';
    expect(text).toMatch(/^\/\/ Found by `exeunt explore exits --as-written`: no exits under serial\.\n/);
    expect(text).not.toContain('exit ');
    expect(text).toContain('policy serial');
    const again = await searched(
      await planned(
        text.replace(
          /\nschedule/,
          '\nexit x after b { flatten dense units 10 when softmax >= 0.9 rate 1% }\nschedule',
        ),
      ),
    );
    const twice = ranked(again)[0]?.after.closure.files[0]?.text ?? '';
    expect(twice.match(/Found by/g)).toHaveLength(1);
  });
});

describe('what cannot be compared', () => {
  const exit = 'exit e after p { flatten dense units 10 when softmax >= 0.9 rate 50% }';

  it('says what is missing', async () => {
    const text = three.replace(/^exit.*\n/gm, '');
    expect(await lacking(text)).toBe('an exit');
    expect(await lacking(text.replace(/^stage.*\n/gm, '').replace(/^region.*\n/m, '') + exit)).toMatch(
      /^stages that are written/,
    );
    expect(await lacking(`device { board nothing }\n${exit}`)).toMatch(/^a timeline/);
  });

  it('refuses more exits than have subsets', async () => {
    const exits = Array.from({ length: 25 }, (_, i) =>
      exit.replace('exit e', `exit e${i}`).replace('50%', '1%'),
    );
    expect(await lacking(three.replace(/^exit.*\n/gm, '') + exits.join('\n'))).toBe('at most 20 exits');
  });

  it('is not called proved where better subsets were not analysed', async () => {
    const four = `device { board pynq-z2 }
network n {
  input x 1x16x16
  conv a kernel 3x3 filters 32 pad 1 parallel pe 32 simd 9
  conv b kernel 3x3 filters 32 pad 1 parallel pe 32 simd 32
  conv c kernel 3x3 filters 32 pad 1
  conv d kernel 3x3 filters 32 pad 1
  conv e kernel 3x3 filters 32 pad 1
  flatten
  dense f units 10
}
${['a', 'b', 'c', 'd'].map((l) => `exit x${l} after ${l} { flatten dense h${l} units 10 when softmax >= 0.9 rate 10% on cpu }`).join('\n')}
${['a', 'b', 'c', 'd'].map((l) => `stage s${l} in static { ${l} }`).join('\n')}
stage se in static { e .. f }
`;
    const search = await searched(await planned(four));
    // 1,312 multipliers are more than the part has, so none of the six pairs of exits fits, and only six are tried of each number.
    expect(ranked(search).map((c) => c.fits)).toEqual(ranked(search).map(() => 'no'));
    expect(search.curves.map((c) => c.proved)).toEqual([false, false, false]);
    expect(sentenceOf(search)).toBe('No subset of the exits fits.');
  });

  it('no subset is right often enough', async () => {
    const search = await searched(await stateOfSample('blenet-pynq-z2'), { ...latency, accuracy: 0.9999 });
    expect(bestOf(search)).toBeUndefined();
    expect(sentenceOf(search)).toBe('No subset of the exits is right often enough: 99.99 % are asked.');
  });
});
