/** Binds papers: published figures, and what of the design each is compared with. */
import {
  isPublishedFigure,
  type Name,
  type PaperBlock,
  paperKinds,
  type Published,
  publishedSpec,
  type Setting,
} from '../../../grammar/src/index';
import type { Placed } from './blocks';
import type { PaperSpec, PublishedValue } from './design';
import type { SemanticProblem } from './problem';
import { readQuantity } from './quantity';
import { type Reader, blockReader, readChoice, settingsByKeyword, textsIn } from './reader';
import type { DesignSymbol, SymbolTable } from './symbols';

/** @param hasDesign whether there is anything to compare with, of which `kind` says how much it shows */
export function bindPaper(
  symbols: SymbolTable,
  { block, uri }: Placed<PaperBlock>,
  problems: SemanticProblem[],
  hasDesign: boolean,
): PaperSpec {
  const reader = blockReader(uri, block, problems);
  const settings = settingsByKeyword(reader, block.settings);
  const year = readQuantity(reader, settings.get('year')?.values[0], 'year', 'count', yearRange);
  const kind = readChoice(reader, settings.get('kind'), paperKinds);
  const missing = (['title', ...(hasDesign ? (['kind'] as const) : [])] as const).filter(
    (word) => !settings.has(word),
  );
  if (missing.length > 0 && block.body)
    reader.report({ kind: 'paper-incomplete', missing, origin: reader.at(block.keyword.span) });
  return {
    origin: reader.at(block.keyword.span),
    ...text('title', settings.get('title')),
    ...text('id', settings.get('id')),
    ...text('on', settings.get('on')),
    ...text('note', settings.get('note')),
    ...(year !== undefined && { year }),
    ...(kind && { kind }),
    figures: block.figures.flatMap((figure) => readFigure(symbols, reader, figure) ?? []),
  };
}

/** From the first computers on. */
const yearRange = { min: 1940, max: 2100, whole: true };

function text<K extends string>(key: K, setting: Setting | undefined): Partial<Record<K, string>> {
  const [found] = textsIn(setting);
  return (found === undefined ? {} : { [key]: found }) as Partial<Record<K, string>>;
}

function readFigure(symbols: SymbolTable, reader: Reader, node: Published): PublishedValue | undefined {
  const word = node.figure[0]?.text ?? '';
  const spec = publishedSpec(word);
  if (!isPublishedFigure(word) || spec === undefined) return undefined;
  const qualifier = node.figure[1]?.text;
  if (spec.qualifiers.length > 0 && qualifier === undefined) return undefined;
  const origin = reader.at(node.span);
  const of = node.of && subject(symbols, reader, word, node.of);
  const to = node.to && subject(symbols, reader, word, node.to);
  if (node.of === undefined && (spec.ofOne || node.to)) {
    const allowed = spec.subjects;
    reader.report({ kind: 'figure-subject', figure: word, allowed, origin: reader.at(node.span) });
    return undefined;
  }
  if ((node.of && !of) || (node.to && !to)) return undefined;
  const what = [word, qualifier].filter((w) => w !== undefined).join(' ');
  const range = spec.dimension === 'share' && !node.to ? { min: 0, max: 1 } : { min: 0, above: true };
  const dimension = node.to ? 'share' : spec.dimension;
  const value = readQuantity(reader, node.value, what, dimension, range);
  const within = readQuantity(reader, node.within, 'within', 'share', { min: 0 });
  if (value === undefined) return undefined;
  return {
    figure: word,
    ...(qualifier !== undefined && { qualifier }),
    ...(of && { of }),
    ...(to && { to }),
    value,
    ...(within !== undefined && { within }),
    ...(node.because && { because: node.because.value }),
    origin,
  };
}

/** What the name stands for, also in branches; of several, what the figure can be of. */
function subject(symbols: SymbolTable, reader: Reader, figure: string, name: Name): DesignSymbol | undefined {
  const allowed = publishedSpec(figure)?.subjects ?? [];
  const origin = reader.at(name.span);
  const all = symbols.everywhere(name.text);
  const fitting = all.filter((s) => allowed.includes(s.kind));
  const [found, another] = fitting;
  if (found === undefined) {
    const [other] = all;
    if (other)
      reader.report({ kind: 'figure-subject', figure, name: name.text, is: other.kind, allowed, origin });
    else {
      const candidates = symbols.all().flatMap((s) => (allowed.includes(s.kind) ? s.name : []));
      reader.report({ kind: 'unknown-name', name: name.text, wanted: 'subject', candidates, origin });
    }
    return undefined;
  }
  if (another) {
    const owners = [...new Set(fitting.map((s) => s.owner ?? s.kind))];
    reader.report({ kind: 'ambiguous-name', name: name.text, wanted: 'subject', owners, origin });
    return undefined;
  }
  symbols.refer(found, origin);
  return found;
}
