/**
 * The samples of published systems: each checks with only the warnings that it is listed with, and each of its published figures
 * has a line in `figures.txt`: kind, published, modelled, difference, verdict. `UPDATE_BASELINES=1` renews that file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { format } from '../../grammar/src/index';
import { type Analysis, analyse } from '../../server/src/analysis/analyse';
import { paperJson, publishedRow } from '../../server/src/analysis/presentation/published-text';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { nodeFileSystem } from '../../server/src/node/file-system';
import { Documents } from '../../server/src/workspace/documents';
import { type Sample, literature } from '../support/samples';

const baseline = join(import.meta.dirname, 'figures.txt');

/** What is not modelled or not exported of a system, by sample. */
const stated: Readonly<Record<string, readonly string[]>> = {
  'branchynet/balexnet': ['EX8002'],
  'kaestner/landmark': ['EX8013'],
  'precisions/one-layer-five-ways': ['EX8013'],
  'seyoum/resident': ['EX4003'],
};

const analysed = new Map<string, Promise<Analysis>>();

function analysisOf({ name, path }: Sample): Promise<Analysis> {
  const known = analysed.get(name) ?? analyseFile(path);
  analysed.set(name, known);
  return known;
}

async function analyseFile(path: string): Promise<Analysis> {
  const closure = await new Documents(nodeFileSystem).closure(pathToFileURL(path).href);
  if (closure === undefined) throw new Error(`cannot read ${path}`);
  return analyse(closure, neverCancelled);
}

describe.each(literature)('$name', (sample) => {
  it('is formatted, and has no errors and only the stated warnings', async () => {
    expect(format(sample.text)).toBe(sample.text);
    const found = diagnose(await analysisOf(sample)).filter(
      ({ severity }) => severity === 'error' || severity === 'warning',
    );
    expect([...new Set(found.map(({ code }) => code))].sort()).toEqual(stated[sample.name] ?? []);
  });

  it('says how much of which paper it shows', async () => {
    const { papers, design } = await analysisOf(sample);
    expect(papers.length).toBeGreaterThan(0);
    for (const { spec } of papers) {
      expect(spec.title).toBeDefined();
      expect(spec.kind !== undefined).toBe(design.networks.length > 0);
    }
  });

  it('holds the tolerance of each published figure', async () => {
    const { papers } = await analysisOf(sample);
    for (const { published, verdict } of papers.flatMap((paper) => paper.figures))
      if (published.within !== undefined)
        expect(verdict).toMatch(/^(as published|within its band|not known)$/);
  });

  it('has a README of half a page', () => {
    const text = readFileSync(join(sample.path, '../README.md'), 'utf8');
    expect(text.length).toBeGreaterThan(200);
    expect(text.split('\n').length).toBeLessThan(40);
  });
});

it('reproduces what it says it does', async () => {
  const verdicts = new Map<string, string>();
  for (const sample of literature)
    for (const paper of (await analysisOf(sample)).papers)
      for (const figure of paperJson(paper).figures)
        verdicts.set(`${sample.name}: ${figure.figure}`, figure.verdict);
  for (const layer of ['conv1', 'bfc', 'conv2', 'conv3', 'fc1'])
    expect(verdicts.get(`atheena/blenet: cycles of ${layer}`)).toBe('as published');
  expect(verdicts.get('kaestner/landmark: bitstream of rp0')).toBe('as published');
  expect(verdicts.get('meloni/five-by-five: performance of c5')).toBe('as published');
  expect(verdicts.get('meloni/three-by-three: performance of c3')).toBe('as published');
});

it('each figure is as it was', async () => {
  const lines: string[] = [];
  for (const sample of literature)
    for (const paper of (await analysisOf(sample)).papers.map(paperJson)) {
      lines.push(`${sample.name}, ${paper.kind ?? 'published only'}: ${paper.title ?? ''}`);
      lines.push(...paper.figures.map((figure) => `  ${publishedRow(figure).join(' | ')}`));
    }
  const now = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_BASELINES'] === '1') writeFileSync(baseline, now);
  expect(now).toBe(readFileSync(baseline, 'utf8'));
});
