import { describe, expect, test } from 'vitest';
import { diagrams } from '../../../webview/src/drawing/diagrams';
import { figureOf, figureSvg } from '../../../webview/src/drawing/diagrams/figure';
import { makePalette } from '../../../webview/src/drawing/palette';
import { outside, overlappingTexts, texts } from '../support/boxes';
import { measure, snapshot } from '../support/snapshots';

const source = 'Exeunt · 2026-01-01 · estimates';

function inputOf(name: string) {
  const shown = snapshot(name);
  return { snapshot: shown, path: shown.timeline?.paths.at(-1) ?? null, window: null, chosen: {}, measure };
}

describe.each(diagrams)('$title as a figure', (diagram) => {
  test.each([60, 85, 180, 400])(
    'of %i mm has caption, legend and source inside, apart from each other',
    (widthMm) => {
      for (const name of ['one-region', 'two-regions']) {
        const input = inputOf(name);
        const figure = figureOf(diagram, input, { widthMm, asSeen: false, source });
        if (!figure) throw new Error('no figure');
        expect(outside(figure.scene)).toEqual([]);
        expect(overlappingTexts(figure.scene)).toEqual([]);
        const all = texts(figure.scene).join('\n');
        for (const { label } of diagram.legend(input)) expect(all).toContain(label.slice(0, 5));
        expect(all.replaceAll('\n', ' ')).toContain('Exeunt');
        const svg = figureSvg(
          figure,
          makePalette('light', () => ''),
        );
        expect(svg).toContain(`width="${widthMm}mm"`);
      }
    },
  );

  test('of what a design lacks is none', () => {
    const input = inputOf(diagram.id === 'floorplan' ? 'no-device' : 'region-only');
    expect(figureOf(diagram, input, { widthMm: 85, asSeen: false, source })).toBeNull();
  });
});
