/** Reads settings and values of one block and collects its problems. */
import type { Block, Setting, Span, Value } from '../../../grammar/src/index';
import { numberType, type NumberType } from './number-type';
import type { Origin } from './design';
import type { SemanticProblem } from './problem';

/** Context for reading one block: where it is, and where its problems go. */
export interface Reader {
  readonly uri: string;
  readonly block: Block;
  at(span: Span): Origin;
  readonly report: (problem: SemanticProblem) => void;
}

export function blockReader(uri: string, block: Block, problems: SemanticProblem[]): Reader {
  return {
    uri,
    block,
    at: (span) => ({ uri, block, span }),
    report: (problem) => {
      problems.push(problem);
    },
  };
}

/** The settings of a block by keyword; a duplicate is reported and the first one counts. */
export function settingsByKeyword(reader: Reader, settings: readonly Setting[]): Map<string, Setting> {
  const found = new Map<string, Setting>();
  for (const setting of settings) {
    const keyword = setting.keyword.text;
    if (found.has(keyword)) {
      reader.report({ kind: 'duplicate-setting', keyword, origin: reader.at(setting.span) });
    } else {
      found.set(keyword, setting);
    }
  }
  return found;
}

/** The value after an inner keyword: `simd` in `parallel pe 4 simd 6`. */
export function valueAfter(setting: Setting, word: string): Value | undefined {
  const at = setting.values.findIndex((v) => v.kind === 'word' && v.text === word);
  return at < 0 ? undefined : setting.values[at + 1];
}

/** Text of a value that is a word or name. */
export function wordOf(value: Value | undefined): string | undefined {
  return value?.kind === 'word' || value?.kind === 'name' ? value.text : undefined;
}

/** Texts of a setting whose values are strings or names. */
export function textsIn(setting: Setting | undefined): string[] {
  return (setting?.values ?? []).flatMap((v) => (v.kind === 'text' ? v.value : (wordOf(v) ?? [])));
}

/** One of a few words; any other is reported with the list. */
export function readChoice<T extends string>(
  reader: Reader,
  setting: Setting | undefined,
  allowed: readonly T[],
): T | undefined {
  const value = setting?.values[0];
  const text = wordOf(value);
  if (setting === undefined || value === undefined || text === undefined) return undefined;
  const choice = allowed.find((a) => a === text);
  if (choice === undefined) {
    const origin = reader.at(value.span);
    reader.report({ kind: 'unknown-value', keyword: setting.keyword.text, text, allowed, origin });
  }
  return choice;
}

/** The parser has reported a word that is not a type. */
export function readNumberType(setting: Setting | undefined): NumberType | undefined {
  const text = wordOf(setting?.values[0]);
  return text === undefined ? undefined : numberType(text);
}

/**
 * `read` with its result cached for as long as the block lives; it must depend on nothing but the block. A block with an
 * error is read again, so that the error is reported again.
 */
export function keeping<B extends Block, T>(
  read: (reader: Reader, block: B) => T,
): (uri: string, block: B, problems: SemanticProblem[]) => T {
  const kept = new WeakMap<B, { readonly uri: string; readonly value: T }>();
  return (uri, block, problems) => {
    const last = kept.get(block);
    if (last?.uri === uri) return last.value;
    const before = problems.length;
    const value = read(blockReader(uri, block, problems), block);
    if (problems.length === before) kept.set(block, { uri, value });
    return value;
  };
}
