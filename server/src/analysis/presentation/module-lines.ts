/** The lines that explain a module's LUTs, flip-flops, DSP blocks and block RAM: added up, they are its figures. */
import { type ResourceKind, resourceKinds } from '../../base/resources';
import {
  type BandedTerms,
  endsOf,
  shiftOfSum,
  type Spread,
  spreadOf,
  type Term,
  total,
} from '../../cost/index';
import type { ModuleFigures } from '../analysis';

/** An amount with the ends of its band. */
interface Amount {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

export interface ModuleLine extends Amount {
  readonly of: ResourceKind;
  /** Label of its layer, or what else of the module. */
  readonly owner: string;
  readonly term: Pick<Term, 'name' | 'formula' | 'substituted' | 'source'>;
}

/**
 * Every term of a module, and what makes their sum its figure: layers are rounded up to whole LUTs and flip-flops, errors
 * of single layers cancel in part, and a measurement replaces or scales the estimate. Empty if nothing is known.
 */
export function moduleLines(module: ModuleFigures): readonly ModuleLine[] {
  const { cost, resources, band, calibration } = module;
  if (cost === undefined || resources === undefined) return [];
  const groups = groupsOf(module);
  const lines = groups.flatMap(linesOf);
  return resourceKinds.flatMap((kind) => {
    const own = lines.filter((line) => line.of === kind);
    const rest = [...bandLines(groups, kind), ...roundingLines(groups, kind, own)];
    if (calibration === undefined) return [...own, ...rest];
    const { low, high } = band[kind];
    const amount = resources[kind];
    const measured = { value: amount, least: amount * (1 - low), most: amount * (1 + high) };
    const change = difference(measured, sumOf([...own, ...rest]));
    return [...own, ...rest, ...restLine(kind, calibration, 'reports of synthesis', change)];
  });
}

/** Lines of several layers that have a name and a source in common, and how many they are. */
export interface MergedLine extends Omit<ModuleLine, 'owner'> {
  readonly owners: readonly string[];
}

/** The same with one line for each name, largest first; what concerns the whole module comes last. */
export function mergedLines(lines: readonly ModuleLine[]): readonly MergedLine[] {
  const alike = new Map<string, ModuleLine[]>();
  for (const line of lines) {
    const key = `${line.of}|${line.owner === whole}|${line.term.name}|${line.term.source}`;
    const found = alike.get(key);
    if (found) found.push(line);
    else alike.set(key, [line]);
  }
  const merged = [...alike.values()].flatMap((group) => {
    const [first] = group;
    const owners = [...new Set(group.map(({ owner }) => owner))];
    return first
      ? [{ of: first.of, term: first.term, ...sumOf(group), owners, isOne: group.length === 1 }]
      : [];
  });
  const place = ({ of, owners }: MergedLine): number =>
    2 * resourceKinds.indexOf(of) + (owners[0] === whole ? 1 : 0);
  return merged
    .map(({ isOne, ...line }) =>
      isOne ? line : { ...line, term: { ...line.term, formula: '', substituted: '' } },
    )
    .sort((a, b) => place(a) - place(b) || b.value - a.value);
}

/** Lines added up. */
export function sumOf(lines: readonly Amount[]): Amount {
  let [value, least, most] = [0, 0, 0];
  for (const line of lines) {
    value += line.value;
    least += line.least;
    most += line.most;
  }
  return { value, least, most };
}

/** Owner of what makes the sum of all lines the module's figure. */
const whole = 'the whole module';

/** A layer, the decision, or what is beside them. */
interface Group {
  readonly owner: string;
  readonly parts: readonly BandedTerms[];
  /** What is wrong alike within each of these, and independently between them. */
  readonly spreads: readonly Spread[];
}

function groupsOf({ cost, list, layers }: ModuleFigures): readonly Group[] {
  const groups: Group[] = layers.flatMap((index) => {
    const { shaped, cost: own } = list.layers[index] ?? {};
    return shaped && own ? [{ owner: shaped.spec.label, parts: own.parts, spreads: [own.spread] }] : [];
  });
  const { decision, parts = [] } = cost ?? {};
  if (decision) groups.push({ owner: 'decision', parts: decision.parts, spreads: [decision.spread] });
  groups.push({
    owner: 'between layers and to memory',
    parts,
    spreads: parts.map((part) => spreadOf([part])),
  });
  return groups;
}

function linesOf({ owner, parts }: Group): readonly ModuleLine[] {
  return parts.flatMap((part) =>
    part.terms.flatMap((term) =>
      term.of === 'cycles' ? [] : [{ of: term.of, owner, term, value: term.value, ...endsOf(part, term) }],
    ),
  );
}

function bandLines(groups: readonly Group[], kind: ResourceKind): readonly ModuleLine[] {
  const { low, high } = shiftOfSum(
    groups.flatMap(({ spreads }) => spreads),
    kind,
  );
  return restLine(
    kind,
    'fitted parts together',
    'errors of layers partly cancel; those of whole networks do not',
    {
      value: 0,
      least: low,
      most: high,
    },
  );
}

/** The rounded part has the band of the rest. */
function roundingLines(
  groups: readonly Group[],
  kind: ResourceKind,
  own: readonly ModuleLine[],
): readonly ModuleLine[] {
  const together = sumOf([...own, ...bandLines(groups, kind)]);
  if (together.value === 0 || (kind !== 'lut' && kind !== 'ff')) return [];
  const value = groups.reduce((sum, { parts }) => {
    const exact = total(
      parts.flatMap(({ terms }) => terms),
      kind,
    );
    return sum + Math.ceil(exact) - exact;
  }, 0);
  const least = (value * together.least) / together.value;
  const most = (value * together.most) / together.value;
  return restLine(kind, 'rounded up to whole ones', 'each layer on its own', { value, least, most });
}

/** Less than this is an error of rounding in the sums, and none in the figures. */
const nothing = 1e-9;

function restLine(of: ResourceKind, name: string, source: string, amount: Amount): readonly ModuleLine[] {
  if (Math.max(...Object.values(amount).map((each: number) => Math.abs(each))) < nothing) return [];
  return [{ of, owner: whole, term: { name, formula: '', substituted: '', source }, ...amount }];
}

function difference(a: Amount, b: Amount): Amount {
  return { value: a.value - b.value, least: a.least - b.least, most: a.most - b.most };
}
