/**
 * Semantic tokens: what each name stands for. A name that the design does not know has none, so that it looks unknown
 * while it is typed.
 */
import { type Colour, colouring } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { absolute } from '../analysis/offsets';
import type { DesignSymbol } from '../semantics/symbols';
import { ownFile } from './cursor';

/** Of the standard token types, those that themes colour apart. */
const symbolTypes = {
  network: 'class',
  stage: 'function',
  region: 'namespace',
  exit: 'event',
  switch: 'interface',
  layer: 'variable',
} as const satisfies Record<DesignSymbol['kind'], string>;

export type TokenType = (typeof symbolTypes)[DesignSymbol['kind']] | Colour;

export interface SemanticToken {
  /** Offsets of the file. */
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  /** Whether the name is declared here, rather than used. */
  readonly declares: boolean;
}

/**
 * Tokens of the analysed file, in order, none within another.
 *
 * @param whole whether the editor has no colouring of its own: keywords, numbers, strings and comments as well
 */
export function semanticTokens(analysis: Analysis, whole: boolean): readonly SemanticToken[] {
  const { symbols, uri } = analysis;
  const names = new Map<number, SemanticToken>();
  const add = (symbol: DesignSymbol, origin: DesignSymbol['origin'], declares: boolean): void => {
    if (origin.uri !== uri) return;
    const at = absolute(analysis, origin);
    // Unnamed layers are declared by their keyword.
    if (at && at.end > at.start)
      names.set(at.start, { start: at.start, end: at.end, type: symbolTypes[symbol.kind], declares });
  };
  for (const { symbol, origin } of symbols.references()) add(symbol, origin, false);
  for (const symbol of symbols.all()) add(symbol, symbol.origin, true);
  const others = whole ? colouring(ownFile(analysis)?.text ?? '') : [];
  return [
    ...names.values(),
    ...others.flatMap(({ start, end, colour }): SemanticToken[] =>
      names.has(start) ? [] : [{ start, end, type: colour, declares: false }],
    ),
  ].sort((a, b) => a.start - b.start);
}
