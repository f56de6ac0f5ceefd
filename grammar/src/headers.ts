/** Parses the header of a block: its name, and what follows `from`, `after`, `in` … */
import { blockSpec, linkOf, type BlockKind, type LinkWord } from './vocabulary';
import { reportExpected, reportUnexpected, type Context } from './recovery';
import type { Clause } from './statements';
import { Comma, Name } from './tokens';
import type { Name as NameNode, Text, Word } from './tree';
import { peek, readName, readText, wordNode, type Operands } from './values';

/** Blocks whose header is their word alone. */
export const nameless: readonly BlockKind[] = ['device', 'schedule', 'budget', 'paper'];

export interface Header {
  readonly keyword: Word;
  readonly name?: NameNode;
  readonly path?: Text;
  /** `after`, `before`, `in` or `from`, as written. */
  readonly link?: Word;
  /** Names that the link refers to. */
  readonly targets: readonly NameNode[];
  readonly model?: Text;
}

/** Reads a header and reports only its first error, since others on the line mostly follow from it. */
export function headerOf(context: Context, head: Clause, links: readonly Clause[]): Header {
  const spec = blockSpec(context.block);
  const before = context.problems.length;
  const operands: Operands = { tokens: head.operands, at: 0 };
  const header: { -readonly [K in keyof Header]: Header[K] } = {
    keyword: wordNode(context, head.keyword),
    targets: [],
  };

  if (context.block === 'import' || context.block === 'profile') {
    const path = peek(operands)?.tokenType === Name ? undefined : readText(context, operands);
    if (path) header.path = path;
    else missing(context, head, operands, 'a path in quotes', spec?.example);
  } else if (!nameless.includes(context.block)) {
    const name = readName(context, operands);
    if (name) header.name = name;
    else missing(context, head, operands, 'a name', spec?.example);
  }
  rest(context, operands, before, spec?.header ?? []);

  const link = links[0];
  if (link) {
    header.link = wordNode(context, link.keyword);
    const linked: Operands = { tokens: link.operands, at: 0 };
    if (context.block === 'network') {
      const model = readText(context, linked);
      if (model) header.model = model;
    } else header.targets = readTargets(context, linked);
    const found = header.model !== undefined || header.targets.length > 0;
    if (!found && quiet(context, before)) missing(context, link, linked, wanted(context, link.keyword.image));
    rest(context, linked, before, []);
    const second = links[1];
    if (second && quiet(context, before))
      reportUnexpected(context, second.keyword, 'The header is already complete.');
  } else if (spec && spec.header.length > 0 && context.block !== 'network' && quiet(context, before)) {
    const words = spec.header.map((w) => `\`${w}\``).join(' or ');
    const last = operands.tokens[operands.at - 1] ?? head.keyword;
    reportExpected(context, last, undefined, `${words} and ${wanted(context, spec.header[0])}`, spec.example);
  }
  return header;
}

/** `shallow, deep`; only a switch may have several. */
function readTargets(context: Context, operands: Operands): NameNode[] {
  const targets: NameNode[] = [];
  for (;;) {
    const name = readName(context, operands);
    if (!name) break;
    targets.push(name);
    const comma = peek(operands);
    if (context.block !== 'switch' || comma?.tokenType !== Comma) break;
    operands.at++;
    if (!peek(operands)) reportExpected(context, comma, undefined, 'another name');
  }
  return targets;
}

function missing(context: Context, clause: Clause, operands: Operands, what: string, example?: string): void {
  reportExpected(context, clause.keyword, peek(operands), what, example);
  operands.at = operands.tokens.length;
}

function rest(context: Context, operands: Operands, before: number, words: readonly string[]): void {
  const found = peek(operands);
  if (!found || !quiet(context, before)) return;
  const options = [...words.map((w) => `\`${w}\``), '`{`'].join(' or ');
  reportUnexpected(context, found, context.block === 'import' ? '' : `Expected ${options}.`);
}

/** What must follow a link of the block's header. */
function wanted(context: Context, link: string | undefined): string {
  const word = linkOf(context.block, link);
  return word === undefined ? 'a name' : linkTargets[word];
}

const linkTargets: Readonly<Record<LinkWord, string>> = {
  from: 'the path of a model in quotes',
  in: "`static`, `cpu` or a region's name",
  before: 'the networks it chooses between',
  after: "a layer's name",
};

const quiet = (context: Context, before: number): boolean => context.problems.length === before;
