/** What may follow in a figure of a `paper`, for completion. */
import { Compare, Name, Numeral, type Token } from './tokens';
import { publishedInner, publishedSpec } from './vocabulary';

/** Words that fit, or that a name of something that the figure can be of is expected; undefined if the word is no figure. */
export function afterFigure(
  keyword: string,
  operands: readonly Token[],
  following: readonly string[],
): { readonly words: readonly string[]; readonly isName?: true } | undefined {
  const spec = publishedSpec(keyword);
  if (!spec) return undefined;
  const last = operands.at(-1);
  const has = (word: string): boolean => operands.some((t) => t.tokenType === Name && t.image === word);
  const isWord = last?.tokenType === Name && Object.hasOwn(publishedInner, last.image);
  if (isWord) return last.image === 'of' || last.image === 'to' ? { words: [], isName: true } : { words: [] };
  const compared = operands.some((t) => t.tokenType === Compare);
  if (!compared) {
    if (!last && spec.qualifiers.length > 0) return { words: spec.qualifiers };
    const links = has('of') ? (has('to') ? [] : ['to']) : spec.subjects.length > 0 ? ['of'] : [];
    const isOpen = spec.ofOne === true && !has('of');
    return { words: isOpen ? links : [...links, '='] };
  }
  if (last?.tokenType === Compare) return { words: [] };
  const units = has('within') || has('to') ? ['%'] : spec.units;
  const left = (['within', 'because'] as const).filter((w) => !has(w) && !(w === 'within' && has('because')));
  return { words: [...(last?.tokenType === Numeral ? units : []), ...left, ...following] };
}
