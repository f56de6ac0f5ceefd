/** What is declared under which name, and every place that refers to it. */
import type { Name } from '../../../grammar/src/tree';
import type { Origin } from './design';
import type { SemanticProblem, SymbolKind, Wanted } from './problem';

export interface DesignSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Network or branch that a layer belongs to. */
  readonly owner?: string;
  /** Position in its owner's layers, for a layer. */
  readonly index?: number;
  /** Place of the name where it is declared. */
  readonly origin: Origin;
  /** Branch layers are seen from inside their own block only. */
  readonly local?: boolean;
}

export interface SymbolReference {
  readonly symbol: DesignSymbol;
  readonly origin: Origin;
}

const none: readonly DesignSymbol[] = [];

export class SymbolTable {
  private readonly byKind = new Map<SymbolKind, Map<string, DesignSymbol[]>>();
  private readonly refs: SymbolReference[] = [];

  declare(symbol: DesignSymbol): void {
    let names = this.byKind.get(symbol.kind);
    if (names === undefined) this.byKind.set(symbol.kind, (names = new Map<string, DesignSymbol[]>()));
    const same = names.get(symbol.name);
    if (same === undefined) names.set(symbol.name, [symbol]);
    else same.push(symbol);
  }

  find(kind: SymbolKind, name: string): readonly DesignSymbol[] {
    const found = this.byKind.get(kind)?.get(name);
    if (found === undefined) return none;
    return found.some((s) => s.local === true) ? found.filter((s) => s.local !== true) : found;
  }

  /** Names of a kind that can be referred to from anywhere, in order of declaration. */
  names(kind: SymbolKind): readonly string[] {
    const names = this.byKind.get(kind);
    if (names === undefined) return [];
    return [...names].filter(([, symbols]) => symbols.some((s) => s.local !== true)).map(([name]) => name);
  }

  all(): readonly DesignSymbol[] {
    return [...this.byKind.values()].flatMap((names) => [...names.values()].flat());
  }

  refer(symbol: DesignSymbol, origin: Origin): void {
    this.refs.push({ symbol, origin });
  }

  references(): readonly SymbolReference[] {
    return this.refs;
  }
}

/** Binds a reference; reports a name that is unknown or means several things, with what could have been meant. */
export function resolve(
  table: SymbolTable,
  name: Name,
  origin: Origin,
  wanted: Wanted,
  report: (problem: SemanticProblem) => void,
  within?: string,
): DesignSymbol | undefined {
  const kinds = kindsOf(wanted);
  const [kind, another] = kinds;
  const found =
    kind !== undefined && another === undefined
      ? table.find(kind, name.text)
      : kinds.flatMap((each) => table.find(each, name.text));
  const [only, more] = found;
  if (only !== undefined && more === undefined) {
    table.refer(only, origin);
    return only;
  }
  const fitting = within === undefined ? found : found.filter((s) => s.owner === within);
  const candidates = fitting.length > 0 ? fitting : found;
  const owners = [...new Set(candidates.map((s) => s.owner ?? s.kind))];
  const [symbol] = candidates;
  if (symbol === undefined) {
    const known = kinds.flatMap((kind) => table.names(kind));
    report({ kind: 'unknown-name', name: name.text, wanted, candidates: known, origin });
    return undefined;
  }
  if (owners.length > 1) report({ kind: 'ambiguous-name', name: name.text, wanted, owners, origin });
  table.refer(symbol, origin);
  return symbol;
}

function kindsOf(wanted: Wanted): readonly SymbolKind[] {
  if (wanted === 'place') return ['region'];
  if (wanted === 'target') return ['network', 'stage'];
  return [wanted];
}
