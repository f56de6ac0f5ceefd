/** Maps generated lines back to the design, for compiler messages. */
import { baseName } from '../workspace/file-system';
import { LineIndex } from '../workspace/positions';
import type { Analysis } from '../analysis/analysis';
import { absolute } from '../analysis/offsets';
import type { Origin } from '../semantics/design';

/** Generated lines, counted from 1, and their origin in the design. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
  readonly origin: Origin;
}

/** Lines of a generated file with one origin in the design, or with the whole module as origin. */
export interface TextPart {
  readonly lines: readonly string[];
  readonly origin?: Origin | undefined;
}

/** Spans of the parts with a known origin. One text of a part may hold several lines. */
export function spansOf(parts: readonly TextPart[]): LineSpan[] {
  let line = 1;
  return parts.flatMap(({ lines, origin }) => {
    const first = line;
    for (const text of lines) line += text.split('\n').length;
    return origin === undefined || line === first ? [] : [{ first, last: line - 1, origin }];
  });
}

/** Tools' names for parts of the design, for messages without a file. */
export interface NamedParts {
  /** Keyed by top function. */
  readonly modules: ReadonlyMap<string, Origin>;
  /** Keyed by cell of the block design, with the top functions of its modules. */
  readonly regions: ReadonlyMap<string, { readonly origin: Origin; readonly modules: readonly string[] }>;
  /** Keyed by top function, then by process of the kernel. */
  readonly processes: ReadonlyMap<string, ReadonlyMap<string, Origin>>;
}

/**
 * `exeunt-lines.json`: the origin in the design of each line of the generated C++, so that compiler messages can be
 * shown there. Generated code has no `#line`, so that debuggers and reports refer to the C++ lines.
 *
 * Spans are `[first, last, file, line, column, end line, end column]`, all from 1; `file` counts in `sources`. The
 * last span that contains a line is the innermost. Names of modules, regions and processes map to
 * `[file, line, column, end line, end column]`.
 */
export function lineMap(
  analysis: Analysis,
  files: ReadonlyMap<string, readonly LineSpan[]>,
  named: NamedParts,
  header: readonly string[],
): string {
  const sources: string[] = [baseName(analysis.uri)];
  const indexes = new Map(analysis.files.map((file) => [file.uri, new LineIndex(file.text)]));
  const placeOf = (origin: Origin): readonly number[] | undefined => {
    const at = absolute(analysis, origin);
    const index = at && indexes.get(at.uri);
    if (at === undefined || index === undefined) return undefined;
    const name = baseName(at.uri);
    if (!sources.includes(name)) sources.push(name);
    const from = index.positionAt(at.start);
    const to = index.positionAt(at.end);
    return [sources.indexOf(name), from.line + 1, from.character + 1, to.line + 1, to.character + 1];
  };
  const rows = [...files].map(([path, spans]) => {
    const told = spans.flatMap(({ first, last, origin }) => {
      const place = placeOf(origin);
      return place ? [JSON.stringify([first, last, ...place])] : [];
    });
    return `    ${JSON.stringify(path)}: [\n${told.map((row) => `      ${row}`).join(',\n')}\n    ]`;
  });
  const placesOf = (origins: ReadonlyMap<string, Origin>): Record<string, readonly number[]> =>
    Object.fromEntries([...origins].flatMap(([name, origin]) => [[name, placeOf(origin) ?? []]]));
  const modules = [...named.modules].map(([top, origin]) => {
    const processes = placesOf(named.processes.get(top) ?? new Map<string, Origin>());
    return `    ${JSON.stringify(top)}: ${JSON.stringify({ place: placeOf(origin) ?? [], processes })}`;
  });
  const regions = [...named.regions].map(
    ([cell, { origin, modules }]) =>
      `    ${JSON.stringify(cell)}: ${JSON.stringify({ place: placeOf(origin) ?? [], modules })}`,
  );
  return [
    '{',
    '  "version": 1,',
    `  "about": ${JSON.stringify(header)},`,
    `  "sources": ${JSON.stringify(sources)},`,
    '  "files": {',
    rows.join(',\n'),
    '  },',
    '  "modules": {',
    modules.join(',\n'),
    '  },',
    '  "regions": {',
    ...(regions.length > 0 ? [regions.join(',\n')] : []),
    '  }',
    '}',
    '',
  ].join('\n');
}
