import { describe, expect, it } from 'vitest';
import { nothingToBuild, nothingToReport } from '../../server/src/export/nothing';
import { chain, legalRegion, pynq } from '../support/designs';
import { load } from '../support/fixture';

describe('a design with nothing in it for an export', () => {
  it.each([
    ['nothing at all', '', /no network/, /no network, no region and no device/],
    ['a comment', '// later\n', /no network/, /nothing to report/],
    ['a device alone', pynq, /no network/, undefined],
    ['a region alone', `${pynq}\n${legalRegion}`, /no network/, undefined],
    ['a network alone', chain, /no known part/, undefined],
    ['a network on a board', `${pynq}\n${chain}`, undefined, undefined],
  ])('%s', async (_, text, build, report) => {
    const { analysis } = await load(text);
    if (build === undefined) expect(nothingToBuild(analysis)).toBeUndefined();
    else expect(nothingToBuild(analysis)).toMatch(build);
    if (report === undefined) expect(nothingToReport(analysis)).toBeUndefined();
    else expect(nothingToReport(analysis)).toMatch(report);
  });
});
