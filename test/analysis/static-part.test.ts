import { describe, expect, it } from 'vitest';
import { addResources, resourceKinds } from '../../server/src/base/resources';
import { partTotals } from '../../server/src/analysis/presentation/report';
import { load } from '../support/fixture';
import { chain, pynq, reconfigured } from '../support/designs';

describe('the static part', () => {
  it('has what the regions leave of the part', async () => {
    const { analysis } = await load(reconfigured);
    const region = analysis.regions[0]?.figures?.resources;
    const left = analysis.staticPart?.available;
    expect(region && left && addResources(region, left)).toEqual(partTotals(analysis));
  });

  it('holds the shell and every resident module', async () => {
    const { analysis } = await load(reconfigured);
    const { shell, modules, used } = analysis.staticPart ?? {};
    expect(modules?.map((m) => m.name)).toEqual(['early']);
    for (const kind of resourceKinds) {
      const resident = modules?.[0]?.resources?.[kind] ?? NaN;
      expect(used?.[kind]).toBe((shell?.[kind] ?? NaN) + resident);
    }
  });

  it('takes the shell as the design states it', async () => {
    const stated = 'device { board pynq-z2 shell lut 1234 bram18 4 }';
    const { analysis } = await load(`${stated}\n${chain}`);
    expect(analysis.staticPart?.shell.lut).toBe(1234);
    expect(analysis.staticPart?.shell.bram18).toBe(4);
  });

  it('is not known without a part', async () => {
    const { analysis } = await load(chain);
    expect(analysis.staticPart).toBeUndefined();
    expect((await load(`${pynq}\n${chain}`)).analysis.staticPart).toBeDefined();
  });
});
