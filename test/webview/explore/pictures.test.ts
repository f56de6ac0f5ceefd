import { describe, expect, it } from 'vitest';
import { exitsSvg, mapSvg } from '../../../server/src/export/report/explore-pictures';

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, t]) => t ?? '');

describe('the map as a picture', () => {
  const cell = { winner: 'static', isReconfigured: false, factor: 2, undecided: false, text: '1 ms' };
  const svg = mapSvg({
    title: 'a <map>',
    columns: { name: 'batch', values: ['1', '2'] },
    rows: { name: 'part', values: ['xc7z010', 'xc7z020'] },
    cells: [
      [cell, { ...cell, winner: 'overlap', isReconfigured: true, factor: 3.14159, undecided: true }],
      [
        { ...cell, factor: undefined },
        { ...cell, winner: undefined, factor: undefined },
      ],
    ],
  });

  it('has the factor and the figure of each cell, and says what is alone or nothing', () => {
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['2×', '3.14× ?', 'only', 'none', 'xc7z010', 'xc7z020']),
    );
    expect(texts(svg).filter((t) => t.includes('1 ms'))).toEqual(['S 1 ms', 'R 1 ms', 'S 1 ms']);
    expect(svg).toContain('a &lt;map&gt;');
  });

  it('hatches the cell whose lead lies within the bands, and the legend', () => {
    expect(svg.match(/url\(#hatch/g)).toHaveLength(2);
  });
});

describe('latency over exits as a picture', () => {
  const points = [3e6, 2e6, 4e6].map((value, count) => ({
    count,
    value,
    accuracy: 0.9 - count / 100,
    fits: count < 2,
  }));
  const model = {
    title: 't',
    measured: 'mean latency',
    unit: 's' as const,
    lines: [{ name: 'overlap', points }],
  };

  it('names the line with its least point, and has the accuracies at both ends', () => {
    const all = texts(exitsSvg(model));
    expect(all).toEqual(expect.arrayContaining(['overlap', 'least 2 ms at 1', '90.00 %', '88.00 %']));
  });

  it('has a mark a point, hollow where it may not fit, once more for the accuracy', () => {
    expect(exitsSvg(model).match(/<circle/g)).toHaveLength(2 * (3 + 1));
  });

  it('leaves the accuracy out where there is no trace, and a kind without points', () => {
    const lines = [
      { name: 'overlap', points: points.map((p) => ({ ...p, accuracy: undefined })) },
      { name: 'static', points: [] },
    ];
    const all = texts(exitsSvg({ ...model, lines }));
    expect(all).not.toContain('accuracy');
    expect(all).not.toContain('static');
  });

  it('keeps the names of lines that end together apart', () => {
    const lines = ['a', 'b', 'c'].map((name) => ({ name, points }));
    const svg = exitsSvg({ ...model, lines });
    const ys = ['a', 'b', 'c'].map((n) => Number(new RegExp(`y="([\\d.]+)"[^>]*>${n}<`).exec(svg)?.[1]));
    expect(Math.abs((ys[0] ?? 0) - (ys[1] ?? 0))).toBeGreaterThanOrEqual(30);
    expect(Math.abs((ys[1] ?? 0) - (ys[2] ?? 0))).toBeGreaterThanOrEqual(30);
  });
});
