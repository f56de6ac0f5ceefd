/** Finds what may follow at an offset, for completion. Uses only the tokens before it, so it works on broken text. */
import { classify } from './classify';
import { afterFigure } from './expected-published';
import { nameless } from './headers';
import { TokenStream } from './lexer';
import {
  attributes,
  attributesOf,
  type BlockKind,
  blocks,
  blockSpec,
  comparisons,
  confidenceWord,
  criteria,
  isPublishedFigure,
  layerSpec,
  metricSpec,
  positionCriteria,
  type ReferenceKind,
  settingSpec,
  statementWords,
  type ValueForm,
} from './vocabulary';
import { nextSegment, type Segment } from './segments';
import {
  Arrow,
  AttributeWord,
  Comma,
  Compare,
  DotDot,
  HeaderWord,
  LayerWord,
  LBrace,
  Name,
  Numeral,
  OpenComment,
  Quoted,
  RBrace,
  SettingWord,
  type Token,
} from './tokens';
import { commentsIn } from './trivia';
import type { Span } from './tree';

export interface Expectation {
  /** Block around the offset; `top` between blocks. */
  readonly block: BlockKind | 'top';
  /**
   * `statement`: a word that starts or continues a statement; `value`: a value of the keyword; `name`: a new name;
   * `reference`: the name of something declared; `nothing`: inside a comment, or where only a brace fits.
   */
  readonly where: 'statement' | 'value' | 'name' | 'reference' | 'nothing';
  /** The word being completed, up to the offset, and its absolute span. Inside a string, without the quote. */
  readonly prefix: string;
  readonly span: Span;
  /** Whether the offset is inside a string. */
  readonly inString: boolean;
  /** Keyword among whose operands the offset is: `kernel`, `after`, `in` … */
  readonly keyword?: string;
  /** Inner word at whose value the offset is, if the keyword has several: `pe`, `every`. */
  readonly inner?: string;
  /** Whether the offset is in the header of the block. */
  readonly header?: true;
  /** In a stage: name of the last layer before the offset. */
  readonly lastLayer?: string;
  /** Kind of the layer around the offset. */
  readonly layerKind?: string;
  /** Words already present: attributes of the layer, inner words, settings of the block. */
  readonly used: readonly string[];
  /** Words of the vocabulary that fit; those that continue the statement come first. */
  readonly words: readonly string[];
  readonly reference?: ReferenceKind;
}

type Place = Omit<Expectation, 'block' | 'prefix' | 'span' | 'inString'>;

export function expectedAt(text: string, offset: number): Expectation {
  const word = wordBefore(text, offset);
  const frame = { prefix: word.prefix, span: { start: word.start, end: offset }, inString: word.inString };
  const inComment = commentsIn(text).some(
    (c) => c.start < offset && (offset < c.end || (offset === c.end && c.text.startsWith('//'))),
  );
  const segment = lastSegment(text.slice(0, word.tokenStart));
  const kind = segment?.kind;
  const isOpen = segment?.tokens.some((t) => t.tokenType === OpenComment) ?? false;
  if (inComment || isOpen) return { block: kind ?? 'top', where: 'nothing', used: [], words: [], ...frame };
  if (!segment || !kind || segment.closed || isOver(segment)) return { block: 'top', ...frame, ...top };
  classify(segment.tokens, kind);
  return { block: kind, ...frame, ...placeIn(segment.tokens, kind) };
}

const top: Place = { where: 'statement', used: [], words: blocks.map((b) => b.word) };
const nothing: Place = { where: 'nothing', used: [], words: [] };

function wordBefore(
  text: string,
  offset: number,
): { start: number; tokenStart: number; prefix: string; inString: boolean } {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const line = text.slice(lineStart, offset);
  const stream = new TokenStream(line);
  let last: Token | undefined;
  for (let token = stream.next(); token; token = stream.next()) last = token;
  if (last?.unclosed) {
    const tokenStart = lineStart + last.startOffset;
    return { start: tokenStart + 1, tokenStart, prefix: text.slice(tokenStart + 1, offset), inString: true };
  }
  const prefix = /[\p{L}\p{N}\p{M}_-]*$/u.exec(line)?.[0] ?? '';
  return { start: offset - prefix.length, tokenStart: offset - prefix.length, prefix, inString: false };
}

function lastSegment(text: string): Segment | undefined {
  const stream = new TokenStream(text);
  let last: Segment | undefined;
  for (let segment = nextSegment(stream); segment; segment = nextSegment(stream)) last = segment;
  return last;
}

/** Whether a segment is complete: `import "x"` and `profile "x"` need no brace. */
function isOver({ kind, tokens }: Segment): boolean {
  const last = tokens[tokens.length - 1];
  return (
    (kind === 'import' || kind === 'profile') && (last?.tokenType === Quoted || last?.tokenType === RBrace)
  );
}

function placeIn(tokens: readonly Token[], kind: BlockKind): Place {
  const open = tokens.findIndex((t) => t.tokenType === LBrace);
  const close = tokens.findIndex((t) => t.tokenType === RBrace);
  if (open < 0) return inHeader(tokens, kind);
  if (kind === 'stage' && close < 0) return inStage(tokens.slice(open + 1));
  let at = tokens.length - 1;
  while (at > open && !isKeyword(tokens[at])) at--;
  const keyword = at > open ? tokens[at] : undefined;
  if (!keyword || at < close) return startOfStatement(tokens, kind, close);
  const operands = tokens.slice(at + 1);
  const statement = statementOf(tokens, at);
  const following = kind === 'stage' ? top.words : next(tokens, kind);
  if (keyword.tokenType === LayerWord) return inLayer(operands, statement, kind, following);
  return inSetting(keyword, operands, statement, kind, following);
}

function inHeader(tokens: readonly Token[], kind: BlockKind): Place {
  const spec = blockSpec(kind);
  const last = tokens[tokens.length - 1];
  if (!spec || !last) return nothing;
  if (kind === 'import' || kind === 'profile')
    return { where: 'reference', reference: 'path', used: [], words: [] };
  if (last.tokenType === HeaderWord || (last.tokenType === Comma && kind === 'switch')) {
    const keyword = tokens.findLast((t) => t.tokenType === HeaderWord)?.image ?? '';
    const reference =
      kind === 'network' ? 'path' : kind === 'stage' ? 'place' : keyword === 'before' ? 'network' : 'layer';
    return {
      where: 'reference',
      reference,
      keyword,
      used: [],
      words: reference === 'place' ? ['static', 'cpu'] : [],
    };
  }
  if (tokens.some((t) => t.tokenType === HeaderWord)) return nothing;
  if (tokens.length === 1) return nameless.includes(kind) ? nothing : { where: 'name', used: [], words: [] };
  return { where: 'statement', header: true, used: [], words: spec.header };
}

/** `conv1 .. pool1`: a layer may be followed by `..` or by a later layer. */
function inStage(tokens: readonly Token[]): Place {
  const isPoints = (token: Token | undefined) => token?.tokenType === DotDot;
  const layer = tokens.findLast((t) => t.tokenType === Name || t.tokenType === Quoted);
  const at = layer ? tokens.indexOf(layer) : -1;
  const words = layer && at === tokens.length - 1 && !isPoints(tokens[at - 1]) ? ['..'] : [];
  const lastLayer = layer && { lastLayer: layer.image.replace(/^"|"$/g, '') };
  return { where: 'reference', reference: 'layer', ...lastLayer, used: [], words };
}

/** The statement of a keyword: its layer, if it has one, and the words present in it. */
function statementOf(tokens: readonly Token[], at: number): Statement {
  const used: string[] = [];
  for (let i = at; i > 0; i--) {
    const token = tokens[i];
    if (token?.tokenType === LayerWord) return { layerKind: token.image, used };
    if (token?.tokenType === SettingWord) return { used: [token.image] };
    if (token?.tokenType === AttributeWord) used.unshift(token.image);
    if (token?.tokenType === RBrace) break;
  }
  return { used };
}

function startOfStatement(tokens: readonly Token[], kind: BlockKind, close: number): Place {
  if (close >= 0)
    return { where: 'statement', used: [], words: [...attributes.map((a) => a.word), ...top.words] };
  return { where: 'statement', used: usedSettings(tokens), words: next(tokens, kind) };
}

const usedSettings = (tokens: readonly Token[]): string[] =>
  tokens.filter((t) => t.tokenType === SettingWord).map((t) => t.image);

/** Words that may start the next statement: settings occur once, layers, cases, limits and figures any number of times. */
function next(tokens: readonly Token[], kind: BlockKind): string[] {
  const used = usedSettings(tokens);
  const isRepeated = (w: string): boolean =>
    kind === 'budget' || w === 'case' || (kind === 'paper' && isPublishedFigure(w));
  return statementWords(kind).filter((w) => isRepeated(w) || !used.includes(w));
}

interface Statement {
  readonly layerKind?: string;
  readonly used: readonly string[];
}

function inLayer(
  operands: readonly Token[],
  statement: Statement,
  kind: BlockKind,
  following: readonly string[],
): Place {
  const { layerKind = '' } = statement;
  if (layerKind === 'input' && operands.length < 2) return { where: 'name', ...statement, words: [] };
  return { where: 'statement', ...statement, words: [...goOn(statement, kind), ...following] };
}

/** Attributes that the layer does not have yet. */
function goOn({ layerKind, used }: Statement, kind: BlockKind): string[] {
  if (layerKind === undefined)
    return kind === 'stage' ? attributes.map((a) => a.word).filter((w) => !used.includes(w)) : [];
  const synonyms = [...(layerSpec(layerKind)?.synonyms ?? [])];
  const said = synonyms.flatMap((pair) => (pair.some((w) => used.includes(w)) ? pair : []));
  return [...attributesOf(layerKind).map((a) => a.word), 'from'].filter(
    (w) => !used.includes(w) && !said.includes(w),
  );
}

function inSetting(
  keyword: Token,
  operands: readonly Token[],
  statement: Statement,
  kind: BlockKind,
  following: readonly string[],
): Place {
  const spec = settingSpec(kind, keyword.image, statement.layerKind);
  const last = operands[operands.length - 1];
  const place = { ...statement, keyword: keyword.image };
  const after = [...goOn(statement, kind), ...following];
  const value = (words: readonly string[]): Place => ({ where: 'value', ...place, words });
  if (!spec) return { where: 'statement', ...place, words: after };
  if (kind === 'budget' || keyword.image === 'when')
    return value(comparedWords(keyword.image, operands, after));
  const figure = kind === 'paper' ? afterFigure(keyword.image, operands, following) : undefined;
  if (figure?.isName) return { where: 'reference', reference: 'subject', ...place, words: [] };
  if (figure) return value(figure.words);
  if (keyword.image === 'case' && !last) return { where: 'name', ...place, words: [] };
  if (last?.tokenType === Arrow) return { where: 'reference', reference: 'target', ...place, words: [] };

  const inner = spec.inner ?? {};
  const usedInner = operands
    .filter((t) => t.tokenType === Name && Object.hasOwn(inner, t.image))
    .map((t) => t.image);
  const left = Object.keys(inner).filter((w) => !usedInner.includes(w));
  const used = [...place.used, ...usedInner];
  if (!last || last.tokenType === Comma) return formsPlace(spec.values, last ? [] : left, { ...place, used });
  const form = last.tokenType === Name ? inner[last.image] : undefined;
  if (form) return formsPlace([form], [], { ...place, used, inner: last.image });
  const arrow = keyword.image === 'case' ? ['->'] : [];
  if (last.tokenType === Numeral) {
    const before = operands[operands.length - 2];
    const forms = before && inner[before.image] ? [inner[before.image]] : spec.values;
    const units = forms.flatMap((f) => (f?.form === 'number' ? f.units : []));
    return { ...value([...units, ...left, ...arrow, ...after]), used };
  }
  return { where: 'statement', ...place, used, words: [...left, ...arrow, ...after] };
}

function formsPlace(
  forms: readonly ValueForm[],
  inner: readonly string[],
  place: Pick<Place, 'used' | 'keyword' | 'inner' | 'layerKind'>,
): Place {
  const words = [...forms.flatMap((f) => (f.form === 'word' ? f.words : [])), ...inner];
  const named = forms.find((f) => f.form === 'name' || f.form === 'text');
  if (!named || !('refers' in named)) return { where: 'value', ...place, words };
  const fixed = named.refers === 'place' ? ['static', 'cpu'] : [];
  return { where: 'reference', reference: named.refers, ...place, words: [...fixed, ...words] };
}

/** `when softmax >= 0.95`, `latency worst <= 20 ms`: word by word. */
function comparedWords(
  keyword: string,
  operands: readonly Token[],
  after: readonly string[],
): readonly string[] {
  const last = operands[operands.length - 1];
  const metric = metricSpec(keyword);
  const qualifiers = metric ? metric.qualifiers : criteria;
  const signs = metric ? [metric.comparison] : comparisons;
  const isOpen = metric === undefined && operands.length === 1 && last?.tokenType === Name;
  if (isOpen && positionCriteria.some((c) => c === last.image)) return [confidenceWord];
  const isCompared = operands.some((t) => t.tokenType === Compare);
  if (metric?.of && last === undefined) return [];
  if (metric?.of && last?.tokenType === Numeral && !isCompared) return metric.of;
  if (!last) return qualifiers.length > 0 ? qualifiers : signs;
  if (last.tokenType === Compare) return [];
  if (last.tokenType === Numeral) return [...(metric?.units ?? []), ...after];
  return isCompared ? after : signs;
}

const isKeyword = (token: Token | undefined): boolean =>
  token?.tokenType === LayerWord || token?.tokenType === SettingWord || token?.tokenType === AttributeWord;
