import { describe, expect, it } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';

const auto = reconfigured.replace('dense b1 units 10', 'dense b1 units 10 parallel auto');

async function hints(text: string) {
  const { analysis } = await load(text);
  return diagnose(analysis).filter((d) => d.code === 'EX6009');
}

describe("a head whose folding is the tool's choice", () => {
  it('is offered the processor where that hides it too', async () => {
    const [hint] = await hints(auto);
    expect(hint?.message).toMatch(
      /^On the CPU the check of `early` takes .* and is still hidden: `on cpu` frees [\d,]+ LUT\.$/,
    );
    const edit = hint?.fixes[0]?.edits[0];
    const { start = 0, end = 0 } = edit ?? {};
    const fixed = `${auto.slice(0, start)}${edit?.text ?? ''}${auto.slice(end)}`;
    const { analysis } = await load(fixed);
    expect(analysis.design.exits[0]?.place.kind).toBe('cpu');
    expect(analysis.timeline?.schedule.exits[0]).toMatchObject({ exposedNs: 0 });
    expect(await hints(fixed)).toEqual([]);
  });

  it('is left alone where the check would show, and where its folding is written', async () => {
    expect(await hints(`${auto}\nschedule { policy serial }`)).toEqual([]);
    expect(await hints(reconfigured)).toEqual([]);
  });
});
