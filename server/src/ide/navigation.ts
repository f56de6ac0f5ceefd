/** Definition, references, highlight and rename: a name's declaration and all its references. */
import { isSameBlock } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { absolute } from '../analysis/offsets';
import type { DesignSymbol } from '../semantics/symbols';
import { resolvePath } from '../workspace/file-system';
import { cursorAt, ownFile } from './cursor';
import { written } from './names';

/** A range of a file in absolute offsets. */
export interface FileRange {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

export interface FileEdit extends FileRange {
  readonly text: string;
}

/** The parts of an analysis needed to find names. */
export type Named = Pick<Analysis, 'uri' | 'files' | 'symbols'>;

export interface RenameTarget {
  /** The name's range in the analysed file, including quotes. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** @throws RenameRefused with a message for the user */
  edits(newName: string): readonly FileEdit[];
}

/** A new name that would break the design. */
export class RenameRefused extends Error {}

/** The declaration of the name at the offset, or the file of an import's path. */
export function definition(analysis: Analysis, offset: number): FileRange | undefined {
  const found = symbolAt(analysis, offset);
  if (found) return absolute(analysis, found.symbol.origin);
  return importedFile(analysis, offset);
}

/**
 * All occurrences of the name at the offset in all files of the design, sorted by file and position.
 * @param others designs that may use the same name: those that import the file that declares it
 */
export function occurrences(
  analysis: Analysis,
  offset: number,
  includeDeclaration: boolean,
  others: readonly Named[] = [],
): FileRange[] {
  const found = symbolAt(analysis, offset);
  if (found === undefined) return [];
  return places(withOthers(analysis, found.symbol, others), includeDeclaration);
}

/** The file that declares the name at the offset. */
export function declaringFile(analysis: Analysis, offset: number): string | undefined {
  return symbolAt(analysis, offset)?.symbol.origin.uri;
}

/** Like `occurrences`, in the analysed file only. */
export function highlights(analysis: Analysis, offset: number): FileRange[] {
  return occurrences(analysis, offset, true).filter((at) => at.uri === analysis.uri);
}

/** @param others as for `occurrences` */
export function renameTarget(
  analysis: Analysis,
  offset: number,
  others: readonly Named[] = [],
): RenameTarget | undefined {
  const found = symbolAt(analysis, offset);
  if (found === undefined) return undefined;
  const { symbol, at } = found;
  return {
    start: at.start,
    end: at.end,
    name: symbol.name,
    edits: (newName) => {
      const all = withOthers(analysis, symbol, others);
      for (const one of all) checkName(one.design, one.symbol, newName);
      const text = written(newName);
      return places(all, true).map((place) => ({ ...place, text }));
    },
  };
}

/** The symbol declared or referenced at the offset. */
export function symbolAt(
  analysis: Named,
  offset: number,
): { readonly symbol: DesignSymbol; readonly at: FileRange } | undefined {
  const { symbols, uri } = analysis;
  const named = [
    ...symbols.references(),
    ...symbols.all().map((symbol) => ({ symbol, origin: symbol.origin })),
  ];
  for (const { symbol, origin } of named) {
    if (origin.uri !== uri) continue;
    const at = absolute(analysis, origin);
    if (at && at.start <= offset && offset <= at.end) return { symbol, at };
  }
  return undefined;
}

interface SymbolOf {
  readonly design: Named;
  readonly symbol: DesignSymbol;
}

/** The same declaration in the other designs. */
function withOthers(analysis: Analysis, symbol: DesignSymbol, others: readonly Named[]): SymbolOf[] {
  const declared = absolute(analysis, symbol.origin);
  const same = others.flatMap((design): SymbolOf[] => {
    const theirs = design.symbols.all().find((s) => {
      if (s.kind !== symbol.kind || s.name !== symbol.name || s.origin.uri !== symbol.origin.uri)
        return false;
      return absolute(design, s.origin)?.start === declared?.start;
    });
    return design.uri === analysis.uri || theirs === undefined ? [] : [{ design, symbol: theirs }];
  });
  return [{ design: analysis, symbol }, ...same];
}

/** Each place once, even if several designs include its file. */
function places(all: readonly SymbolOf[], includeDeclaration: boolean): FileRange[] {
  const found = new Map<string, FileRange>();
  for (const { design, symbol } of all) {
    for (const at of placesOf(design, symbol, includeDeclaration)) found.set(`${at.start} ${at.uri}`, at);
  }
  return [...found.values()];
}

function placesOf(analysis: Named, symbol: DesignSymbol, includeDeclaration: boolean): FileRange[] {
  const references = analysis.symbols.references().filter((r) => r.symbol === symbol);
  const origins = [...(includeDeclaration ? [symbol.origin] : []), ...references.map((r) => r.origin)];
  const order = new Map(analysis.files.map((file, index) => [file.uri, index]));
  return origins
    .flatMap((origin) => absolute(analysis, origin) ?? [])
    .sort((a, b) => (order.get(a.uri) ?? 0) - (order.get(b.uri) ?? 0) || a.start - b.start);
}

function importedFile(analysis: Analysis, offset: number): FileRange | undefined {
  const block = cursorAt(analysis, offset)?.block;
  const file = ownFile(analysis);
  if (block?.kind !== 'import' || block.path === undefined || file === undefined) return undefined;
  const target = resolvePath(file.uri, block.path.value);
  const imported = analysis.files.find((f) => f.uri === target);
  return imported && { uri: imported.uri, start: 0, end: 0 };
}

function checkName(analysis: Named, symbol: DesignSymbol, newName: string): void {
  if (newName.trim() === '') throw new RenameRefused('A name must not be empty.');
  if (/[\r\n]/.test(newName)) throw new RenameRefused('A name must stay on one line.');
  const other = conflicts(analysis, symbol, newName)[0];
  if (other === undefined) return;
  const what = other.kind === symbol.kind ? `another ${other.kind}` : article(other.kind);
  throw new RenameRefused(`\`${newName}\` is already ${what}.`);
}

const modules: readonly string[] = ['stage', 'exit', 'switch'];
/** Possible targets of a switch's case: one name for both would be ambiguous. */
const targets: readonly string[] = ['network', 'stage'];

/** Symbols that the new name would conflict with. */
function conflicts({ symbols }: Named, symbol: DesignSymbol, newName: string): readonly DesignSymbol[] {
  const isTargeted = (s: DesignSymbol) =>
    symbols.references().some((r) => r.symbol === s && r.origin.block.kind === 'switch');
  const isReferred = (s: DesignSymbol) =>
    symbols.references().some((r) => r.symbol === s && !isSameBlock(r.origin.block, s.origin.block));
  return symbols.all().filter((s) => {
    if (s === symbol || s.name !== newName) return false;
    if (s.kind === 'layer' && symbol.kind === 'layer') {
      if (isSameBlock(s.origin.block, symbol.origin.block)) return true;
      return s.local !== true && symbol.local !== true && (isReferred(s) || isReferred(symbol));
    }
    if (s.kind === symbol.kind) return true;
    if (modules.includes(s.kind) && modules.includes(symbol.kind)) return true;
    return targets.includes(s.kind) && targets.includes(symbol.kind) && (isTargeted(s) || isTargeted(symbol));
  });
}

function article(kind: string): string {
  return kind === 'exit' ? `an ${kind}` : `a ${kind}`;
}
