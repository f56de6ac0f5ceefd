/** The symbol table: declarations by name, and all references to them. */
import type { Name } from '../../../grammar/src/index';
import type { Origin } from './design';
import type { LayerList } from './layers';
import type { SemanticProblem, SymbolKind, Wanted } from './problem';

export interface DesignSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** Network or branch that a layer belongs to. */
  readonly owner?: string;
  /** Position in its owner's layers, for a layer. */
  readonly index?: number;
  /** Place of the name in its declaration. */
  readonly origin: Origin;
  /** Visible only in its own block, as layers of a branch are. */
  readonly local?: boolean;
}

export interface SymbolReference {
  readonly symbol: DesignSymbol;
  readonly origin: Origin;
}

/** The layers of a network or branch as symbols, each made on first use: an edit needs few of them. */
export class LayerScope {
  private readonly made = new Map<number, DesignSymbol>();

  constructor(
    readonly owner: string,
    private readonly list: LayerList,
    readonly local: boolean,
  ) {}

  find(name: string): DesignSymbol | undefined {
    const index = this.list.names.get(name);
    return index === undefined ? undefined : this.symbol(name, index);
  }

  names(): Iterable<string> {
    return this.list.names.keys();
  }

  all(): DesignSymbol[] {
    return [...this.list.names].flatMap(([name, index]) => this.symbol(name, index) ?? []);
  }

  /** References in `from` to layers of the same list. */
  references(): SymbolReference[] {
    return this.list.references.flatMap(({ layer, target, span }) => {
      const name = this.list.layers[target]?.node.name?.text;
      const symbol = name === undefined ? undefined : this.find(name);
      const origin = this.list.layers[layer]?.origin;
      return symbol && origin ? [{ symbol, origin: { ...origin, span } }] : [];
    });
  }

  private symbol(name: string, index: number): DesignSymbol | undefined {
    let symbol = this.made.get(index);
    const { owner, local, list } = this;
    const layer = list.layers[index];
    if (symbol !== undefined || layer?.node.name === undefined) return symbol;
    const origin = { ...layer.origin, span: layer.node.name.span };
    symbol = { kind: 'layer', name, owner, index, origin, local };
    this.made.set(index, symbol);
    return symbol;
  }
}

const none: readonly DesignSymbol[] = [];

export class SymbolTable {
  private readonly byKind = new Map<SymbolKind, Map<string, DesignSymbol[]>>();
  private readonly scopes: LayerScope[] = [];
  private readonly refs: (SymbolReference | (() => readonly SymbolReference[]))[] = [];
  private allRefs: readonly SymbolReference[] | undefined;

  declare(symbol: DesignSymbol): void {
    let names = this.byKind.get(symbol.kind);
    if (names === undefined) this.byKind.set(symbol.kind, (names = new Map<string, DesignSymbol[]>()));
    const same = names.get(symbol.name);
    if (same === undefined) names.set(symbol.name, [symbol]);
    else same.push(symbol);
  }

  declareLayers(scope: LayerScope): void {
    this.scopes.push(scope);
    this.referLater(() => scope.references());
  }

  /** Without layers of branches, which are visible only in their own block. */
  find(kind: SymbolKind, name: string): readonly DesignSymbol[] {
    if (kind !== 'layer') return this.byKind.get(kind)?.get(name) ?? none;
    let found = none;
    for (const scope of this.scopes) {
      const symbol = scope.local ? undefined : scope.find(name);
      if (symbol) found = found.length === 0 ? [symbol] : [...found, symbol];
    }
    return found;
  }

  /** Everything of that name, layers of branches too. */
  everywhere(name: string): readonly DesignSymbol[] {
    const layers = this.scopes.flatMap((scope) => scope.find(name) ?? []);
    return [...layers, ...[...this.byKind.values()].flatMap((names) => names.get(name) ?? [])];
  }

  /** Names of a kind that can be referred to from anywhere, in order of declaration. */
  names(kind: SymbolKind): readonly string[] {
    if (kind !== 'layer') return [...(this.byKind.get(kind)?.keys() ?? [])];
    return [...new Set(this.scopes.flatMap((s) => (s.local ? [] : [...s.names()])))];
  }

  all(): readonly DesignSymbol[] {
    const of = (names: ReadonlyMap<string, DesignSymbol[]> | undefined) =>
      [...(names?.values() ?? [])].flat();
    const others = [...this.byKind].flatMap(([kind, names]) => (kind === 'network' ? [] : of(names)));
    return [...of(this.byKind.get('network')), ...this.scopes.flatMap((s) => s.all()), ...others];
  }

  refer(symbol: DesignSymbol, origin: Origin): void {
    this.refs.push({ symbol, origin });
  }

  /** Adds references that are computed on first use. */
  referLater(references: () => readonly SymbolReference[]): void {
    this.refs.push(references);
  }

  /** A table with the same symbols and no references yet. */
  recording(): SymbolTable {
    const table = new SymbolTable();
    for (const [kind, names] of this.byKind) table.byKind.set(kind, names);
    table.scopes.push(...this.scopes);
    return table;
  }

  /** All references; call it only once the whole design is bound. */
  references(): readonly SymbolReference[] {
    return (this.allRefs ??= this.refs.flatMap((r) => (typeof r === 'function' ? r() : r)));
  }
}

/** Binds a reference; reports a name that is unknown or ambiguous, with the candidates. */
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
  if (wanted === 'subject') return ['layer', 'network', 'stage', 'exit', 'switch', 'region'];
  return [wanted];
}
