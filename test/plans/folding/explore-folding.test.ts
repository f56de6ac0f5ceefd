import { describe, expect, it } from 'vitest';
import { surelyFits } from '../../../server/src/analysis/figures/against-capacity';
import { Cancelled, neverCancelled } from '../../../server/src/base/checkpoint';
import { combine } from '../../../server/src/base/resources';
import { legalFolds } from '../../../server/src/explore/folds/legal-folds';
import { foldEdits } from '../../../server/src/plans/folding/fold-edits';
import {
  type FoldingAsked,
  type FoldingSearch,
  exploreFolding,
} from '../../../server/src/plans/folding/explore-folding';
import { type State, tried } from '../../../server/src/plans/trial';
import { planned, stateOfSample } from '../../support/plans';
import { seeded } from '../../support/seed';

const fastest: FoldingAsked = { objective: 'latency', deadlineNs: undefined, intervalNs: undefined };

async function searched(before: State, asked = fastest): Promise<FoldingSearch> {
  const found = await exploreFolding(before, asked, neverCancelled);
  if ('missing' in found) throw new Error(found.missing);
  return found;
}

const random = seeded(19);
const oneOf = <T>(...all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];

/** One or two layers with weights a module, in a region or resident beside a head, with little of the part allowed. */
function smallDesign(): string {
  const share = `${oneOf(50, 60, 70, 80)}%`;
  const channels = oneOf(1, 2, 3);
  const isResident = random() < 0.5;
  const late = oneOf(
    'conv b kernel 2x2 filters 2\n  flatten\n  dense f units 2',
    'flatten\n  dense f units 4',
  );
  const batch = oneOf(1, 1, 3);
  const place = isResident ? 'in static' : 'in rp0';
  return `device { board pynq-z2 clock 100 MHz }
network n {
  input x ${channels}x8x8
  conv a kernel 3x3 filters ${oneOf(2, 4)}
  maxpool p window 2x2
  ${late}
}
exit e after p { flatten dense e1 units 2 when softmax >= 0.9 rate 40% on cpu }
stage s1 ${place} { a .. p }
stage s2 in rp0 { ${late.startsWith('conv') ? 'b' : 'f'} .. f }
region rp0 {
  pblock SLICE_X82Y50:SLICE_X113Y99 DSP48_X3Y20:DSP48_X4Y39 RAMB18_X4Y20:RAMB18_X5Y39 RAMB36_X4Y10:RAMB36_X5Y19
  utilisation ${share}
}
schedule { policy ${oneOf('serial', 'overlap')} batch ${batch} }
budget { lut <= ${isResident ? oneOf('10%', '12%', '80%') : '80%'} ff <= 80% dsp <= ${isResident ? oneOf('5%', '10%') : '80%'} bram18 <= 80% uram <= 80% }
`;
}

/** Whether the analysis has a module fit its place at the upper end of its band, within what the design allows. */
function isHeld({ analysis }: State, name: string): boolean {
  const { modules, regions, staticPart, design } = analysis;
  const module = modules.find((m) => m.name === name);
  const region = regions.find((r) => r.modules.some((m) => m.name === name));
  if (region?.figures && module?.resources) {
    const allowed = combine(region.figures.resources, region.limit, (have, share) =>
      Math.floor(have * share + 1e-9),
    );
    return surelyFits(module.resources, module.band, allowed);
  }
  if (staticPart === undefined) return false;
  const allowed = combine(staticPart.available, staticPart.available, (have, _, kind) =>
    Math.floor(have * (design.budgets.find((b) => b.metric === kind)?.value ?? 1) + 1e-9),
  );
  return surelyFits(staticPart.used, staticPart.band, allowed);
}

/** Every folding of a module through the analysis of the edited text: the least time of those that fit. */
async function bruteForce(before: State, name: string) {
  const { modules, design } = before.analysis;
  const module = modules.find((m) => m.name === name);
  if (module === undefined) throw new Error(`no module ${name}`);
  const options = {
    family: '7series',
    clockHz: 100e6,
    ddrBytesPerSecond: before.analysis.target.ddrBytesPerSecond,
  } as const;
  let choices: (readonly { pe: number; simd: number }[])[] = [[]];
  for (const layer of module.layers.flatMap((i) => module.list.layers[i]?.shaped ?? [])) {
    const folds = legalFolds(layer, options).map((f) => f.parallel);
    choices = choices.flatMap((c) => folds.map((f) => [...c, f]));
  }
  let best = Infinity;
  for (const parallel of choices) {
    const edits = foldEdits(before, [{ module, parallel }], 'here.');
    const after = edits && (await tried(before, edits, neverCancelled));
    if (after === undefined || !isHeld(after, name)) continue;
    const { fixedNs = NaN, perInputNs = NaN } =
      after.analysis.modules.find((m) => m.name === name)?.duration ?? {};
    best = Math.min(best, fixedNs + design.schedule.batch * perInputNs);
  }
  return { best, tried: choices.length };
}

describe('explore folding', () => {
  it('of small designs finds what every folding through the analysis has at best', async () => {
    let proved = 0;
    // Of some draws few designs fit for sure.
    for (let i = 0; i < 8 || (proved <= 5 && i < 24); i++) {
      const before = await planned(smallDesign());
      const { rooms, unconfirmed } = await searched(before);
      expect(unconfirmed).toBe(0);
      for (const { best, bound, room, ...outcome } of rooms) {
        const name = room.modules[0]?.name ?? '';
        if (room.modules.length > 1) continue;
        const brute = await bruteForce(before, name);
        const text = `${before.closure.files[0]?.text ?? ''}\n${name}`;
        const found = best?.modules[0]?.timeNs ?? Infinity;
        expect(brute.best, text).toBeGreaterThanOrEqual(Math.floor(bound));
        expect(found, text).toBeGreaterThanOrEqual(brute.best);
        if (outcome.proved && best) {
          proved++;
          expect(found, text).toBe(brute.best);
        }
        if (best) expect(brute.best, text).toBeGreaterThanOrEqual(found * (1 - (outcome.gap ?? 1)) - 1);
      }
    }
    expect(proved).toBeGreaterThan(5);
  }, 120_000);

  it('of ten stages proves every region, and the design of the first candidate has these figures', async () => {
    const before = await stateOfSample('vgg10-ten-exits');
    const { rooms, candidates, unconfirmed } = await searched(before);
    expect(unconfirmed).toBe(0);
    expect(rooms.map(({ room, proved }) => [room.place, proved])).toEqual(
      rooms.map(({ room }) => [room.place, true]),
    );
    const [first] = candidates;
    expect(first?.fits).toBe('yes');
    const mean = first?.after.analysis.timeline?.schedule.meanNs ?? Infinity;
    expect(mean).toBeLessThan(before.analysis.timeline?.schedule.meanNs ?? 0);
    // Again, from the design that it made: nothing is left to gain.
    const again = await searched(first?.after ?? before);
    const meanAgain = again.candidates[0]?.after.analysis.timeline?.schedule.meanNs;
    expect(meanAgain).toBe(mean);
  }, 120_000);

  it('takes the least area within a limit, and says which module has none', async () => {
    const before = await stateOfSample('vgg10-ten-exits');
    const { rooms } = await searched(before);
    const s2 = rooms.find(({ room }) => room.modules[0]?.name === 's2');
    const fastestNs = s2?.best?.modules[0]?.timeNs ?? 0;
    const relaxed = await searched(before, { ...fastest, deadlineNs: 2 * fastestNs });
    const slower = relaxed.rooms.find(({ room }) => room.modules[0]?.name === 's2');
    expect(slower?.best?.share).toBeLessThan(s2?.best?.share ?? 0);
    expect(slower?.best?.modules[0]?.timeNs).toBeLessThanOrEqual(2 * fastestNs);
    expect(slower?.bound).toBeLessThanOrEqual(slower?.best?.share ?? 0);
    const tight = await searched(before, { ...fastest, deadlineNs: fastestNs - 10 });
    expect(tight.rooms.find(({ room }) => room.modules[0]?.name === 's2')?.best).toBeUndefined();
  }, 120_000);

  it('gives the best so far when it is interrupted', async () => {
    const before = await stateOfSample('vgg10-ten-exits');
    let pauses = 0;
    const stop = async (): Promise<void> => {
      if (++pauses > 3) throw new Cancelled();
      return Promise.resolve();
    };
    const found = await exploreFolding(before, fastest, stop);
    if ('missing' in found) throw new Error(found.missing);
    expect(found.complete).toBe(false);
    expect(found.candidates).toHaveLength(1);
    expect(found.candidates[0]?.after.analysis.timeline).toBeDefined();
  });

  it('says what is missing', async () => {
    const missing = async (text: string): Promise<string> => {
      const found = await exploreFolding(await planned(text), fastest, neverCancelled);
      return 'missing' in found ? found.missing : 'nothing';
    };
    expect(await missing('network n { input x 1x4x4 dense f units 2 }')).toMatch(/^a known device/);
    expect(await missing('device { board pynq-z2 }')).toMatch(/^a timeline/);
    const onCpu = `device { board pynq-z2 }
network n { input x 1x4x4
 flatten
 dense f units 2 }
stage s in cpu { f }`;
    expect(await missing(onCpu)).toBe("a module that can be folded: of 's' it runs on the CPU");
  });
});
