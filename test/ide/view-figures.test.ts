/** A figure of a sample reads the same in the view as in the hover. */
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { analyse } from '../../server/src/analysis/analyse';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { hover } from '../../server/src/ide/hover';
import { nodeFileSystem } from '../../server/src/node/file-system';
import { Documents } from '../../server/src/workspace/documents';
import { LineIndex } from '../../server/src/workspace/positions';
import { itemsOf } from '../../webview/src/drawing/items';
import { type Sample, samples } from '../support/samples';

const figure = /[\d.,]+ (?:ns|µs|ms|s|B|%)(?!\w)/g;

async function opened({ path, text }: Sample) {
  const closure = await new Documents(nodeFileSystem).closure(pathToFileURL(path).href);
  if (closure === undefined) throw new Error(`cannot read ${path}`);
  const analysis = await analyse(closure, neverCancelled);
  const found = diagnose(analysis);
  const view = { ...viewSnapshot(analysis, found), uri: '' };
  const offset = new LineIndex(text);
  const shown = (at: { line: number; character: number }) =>
    hover(analysis, offset.offsetAt(at), found)?.markdown ?? '';
  const isExit = (name: string) => analysis.design.exits.some((exit) => exit.name === name);
  return { view, shown, text, isExit };
}

test.each(samples)('$name', async (sample) => {
  const { view, shown, text, isExit } = await opened(sample);
  let compared = 0;
  for (const region of view.regions) {
    if (region.placing) continue;
    const [sizes = ''] = itemsOf(view, null).get(`region:${region.name}`)?.lines ?? [];
    const inHover = shown(region.range.start);
    for (const [each] of sizes.matchAll(figure)) {
      expect(inHover).toContain(each);
      compared++;
    }
  }
  const schedule = new LineIndex(text).positionAt(Math.max(text.search(/^schedule/m), 0));
  for (const path of view.timeline?.paths.filter((one) => isExit(one.exit)) ?? []) {
    const [line = ''] = itemsOf(view, path).get(`exit:${path.exit}`)?.lines ?? [];
    const inHover = [shown(path.range.start), shown(schedule)].join('\n');
    for (const [each] of line.matchAll(figure)) {
      expect(inHover).toContain(each);
      compared++;
    }
  }
  if (view.regions.length > 0) expect(compared).toBeGreaterThan(0);
});
