/** A request for fixes waits for a longer search than the one in the background. */
import { expect, it, vi } from 'vitest';
import type { Analysed } from '../../server/src/lsp/analyses';
import { ReadyPlans } from '../../server/src/lsp/ready-plans';
import { Documents } from '../../server/src/workspace/documents';
import { memoryFiles } from '../support/memory-files';
import { planned } from '../support/plans';

const text = `device { board cora-z7-07s }
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 64 parallel pe 16 simd 25
  flatten
  dense f units 10
}
`;

it('finds what the background search had no time for', async () => {
  const state = await planned(text);
  const file = state.analysis.files[0];
  const documents = new Documents(memoryFiles());
  vi.spyOn(documents, 'get').mockReturnValue(file);
  // A clock that goes on by a second each time that it is looked at, then not at all.
  let step = 1000;
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += step));
  try {
    const ready = new ReadyPlans(documents);
    const analysed: Analysed = state;
    ready.begin(analysed);
    const idle = await vi.waitUntil(() => ready.ready(analysed));
    expect([...idle.values()].flat()).toEqual([]);
    step = 0;
    const found = await ready.wait(analysed);
    expect([...found.plans.values()].flat().length).toBeGreaterThan(0);
    expect(ready.ready(analysed)).toBe(found.plans);
  } finally {
    clock.mockRestore();
  }
});
