/**
 * The samples as whole programs: all that is made of each is kept in a folder of its name in test/baselines.
 * `UPDATE_BASELINES=1` renews them; a change of a figure then shows in the version history.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { format, parse } from '../../grammar/src/index';
import { TokenStream } from '../../grammar/src/lexer';
import { type Analysis, analyse } from '../../server/src/analysis/analyse';
import { absolute } from '../../server/src/analysis/offsets';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { type Diagnostic, diagnose } from '../../server/src/diagnostics/diagnose';
import { pblocksXdc } from '../../server/src/export/vivado/pblocks-xdc';
import { nodeFileSystem } from '../../server/src/node/file-system';
import { Documents } from '../../server/src/workspace/documents';
import { LineIndex } from '../../server/src/workspace/positions';
import { type Sample, samples } from '../support/samples';

const folder = fileURLToPath(new URL('../baselines/', import.meta.url));
const isRenewing = process.env['UPDATE_BASELINES'] === '1';

const outputs = [
  'tokens.txt',
  'tree.json',
  'symbols.txt',
  'diagnostics.txt',
  'formatted.exeunt',
  'report.json',
  'view.json',
  'pblocks.xdc',
] as const;

describe.each(samples)('$name', (sample) => {
  const made = makeAll(sample);

  it.each(outputs)('%s', async (file) => {
    expectBaseline(sample.name, file, (await made)[file]);
  });

  it('is formatted', () => {
    expect(format(sample.text)).toBe(sample.text);
  });
});

it('there is a baseline for each sample and for nothing else', () => {
  const known = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory());
  const names = samples.map((s) => s.name).sort();
  for (const { name } of known) {
    if (isRenewing && !names.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
  if (!isRenewing) expect(known.map((e) => e.name).sort()).toEqual(names);
});

function expectBaseline(name: string, file: string, actual: string): void {
  const path = join(folder, name, file);
  if (isRenewing) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(path, actual);
  }
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

async function makeAll({ path, text }: Sample): Promise<Record<(typeof outputs)[number], string>> {
  const closure = await new Documents(nodeFileSystem).closure(pathToFileURL(path).href);
  if (closure === undefined) throw new Error(`cannot read ${path}`);
  const analysis = await analyse(closure, neverCancelled);
  const diagnostics = diagnose(analysis);
  const xdc = pblocksXdc(analysis);
  const view = { ...viewSnapshot(analysis, diagnostics), uri: 'file:///sample.exeunt' };
  return {
    'tokens.txt': tokensOf(text),
    'tree.json': json(parse(text)),
    'symbols.txt': symbolsOf(analysis, text),
    'diagnostics.txt': diagnosticsOf(diagnostics, text),
    'formatted.exeunt': format(text),
    'report.json': json(buildReport(analysis, diagnostics)),
    'view.json': json(view),
    'pblocks.xdc': 'error' in xdc ? `# ${xdc.error}\n` : xdc.content,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

function tokensOf(text: string): string {
  const stream = new TokenStream(text);
  const shown: string[] = [];
  for (let token = stream.next(); token !== undefined; token = stream.next()) {
    shown.push(`${token.startOffset} ${token.tokenType.name} ${JSON.stringify(token.image)}`);
  }
  return lines(shown);
}

function symbolsOf(analysis: Analysis, text: string): string {
  const index = new LineIndex(text);
  const place = (origin: Parameters<typeof absolute>[1]) => {
    const { line, character } = index.positionAt(absolute(analysis, origin)?.start ?? 0);
    return `${line + 1}:${character + 1}`;
  };
  const { symbols } = analysis;
  const declared = symbols
    .all()
    .map((s) => `${s.kind} ${s.name}${s.owner ? ` of ${s.owner}` : ''} ${place(s.origin)}`);
  const used = symbols
    .references()
    .map((r) => `${r.symbol.kind} ${r.symbol.name} used at ${place(r.origin)}`);
  return lines([...declared, ...used]);
}

function diagnosticsOf(diagnostics: readonly Diagnostic[], text: string): string {
  const index = new LineIndex(text);
  return lines(
    diagnostics.map(({ code, severity, message, start, end, fixes }) => {
      const [from, to] = [index.positionAt(start), index.positionAt(end)];
      const range = `${from.line + 1}:${from.character + 1}-${to.line + 1}:${to.character + 1}`;
      return [`${range} ${severity} ${code} ${message}`, ...fixes.map((f) => `  fix: ${f.title}`)].join('\n');
    }),
  );
}

function lines(content: readonly string[]): string {
  return content.map((line) => `${line}\n`).join('');
}
