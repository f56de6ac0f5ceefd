/**
 * The grammar of one block. It accepts any sequence of tokens that `classify` makes: missing and unexpected tokens are
 * reported by the functions that read a keyword's operands, so errors never unwind the parser.
 */
import { EmbeddedActionsParser } from 'chevrotain';
import { caseOf, layerRangesOf, limitOf, settledWhen, whenOf } from './decisions';
import { headerOf } from './headers';
import { publishedOf } from './published';
import { attributes, type BlockKind, isPublishedFigure, statementWords } from './vocabulary';
import { report, reportUnknown, shown, spanAfter, spanOf, type Context } from './recovery';
import { layerOf, reportOrphan, reportRest, settingOf, type Clause } from './statements';
import {
  AttributeWord,
  BlockWord,
  HeaderWord,
  LayerWord,
  LBrace,
  Operand,
  RBrace,
  SettingWord,
  tokenTypes,
  type Token,
} from './tokens';
import type { Block, Case, Layer, Limit, Published, Setting, SyntaxProblem, When } from './tree';

/** The parts of a body read so far. */
interface Body {
  readonly layers: Layer[];
  readonly settings: Setting[];
  readonly cases: Case[];
  readonly limits: Limit[];
  readonly figures: Published[];
  when?: When;
  /** The token behind `when`. */
  measure?: Token | undefined;
  /** Operands at the start of the body, before any keyword. */
  loose: readonly Token[];
  /** Operands after the closing brace. */
  tail: readonly Token[];
  open?: Token;
  close?: Token;
}

export class BlockParser extends EmbeddedActionsParser {
  context: Context = { base: 0, block: 'device', problems: [] };

  /** @param isToCheck whether to validate the grammar, a third of the construction time; only a test does */
  constructor(isToCheck = false) {
    super(tokenTypes, { maxLookahead: 1, skipValidations: !isToCheck });
    this.performSelfAnalysis();
  }

  readonly block = this.RULE('block', (): Block => {
    const keyword = this.CONSUME(BlockWord) as Token;
    const head: Clause = { keyword, operands: this.SUBRULE(this.operands) };
    const links: Clause[] = [];
    this.MANY(() => {
      const link = this.CONSUME(HeaderWord) as Token;
      links.push({ keyword: link, operands: this.SUBRULE2(this.operands) });
    });
    const body: Body = { layers: [], settings: [], cases: [], limits: [], figures: [], loose: [], tail: [] };
    this.OPTION(() => {
      body.open = this.CONSUME(LBrace) as Token;
      body.loose = this.SUBRULE3(this.operands);
    });
    this.MANY2(() => this.SUBRULE(this.statement, { ARGS: [body] }));
    this.OPTION2(() => {
      body.close = this.CONSUME(RBrace) as Token;
      body.tail = this.SUBRULE4(this.operands);
      this.MANY3(() => this.SUBRULE2(this.statement, { ARGS: [body] }));
    });
    return this.ACTION(() => blockOf(this.context, head, links, body, this.LA(0) as Token));
  });

  private readonly statement = this.RULE('statement', (body: Body): void => {
    this.OR([
      { ALT: () => this.SUBRULE(this.layer, { ARGS: [body] }) },
      {
        ALT: () => {
          const keyword = this.CONSUME(SettingWord) as Token;
          const operands = this.SUBRULE(this.operands);
          this.ACTION(() => addStatement(this.context, { keyword, operands }, body));
        },
      },
      {
        ALT: () => {
          const keyword = this.CONSUME(AttributeWord) as Token;
          const operands = this.SUBRULE2(this.operands);
          this.ACTION(() => addAttribute(this.context, { keyword, operands }, body));
        },
      },
    ]);
  });

  private readonly layer = this.RULE('layer', (body: Body): void => {
    const keyword = this.CONSUME(LayerWord) as Token;
    const head: Clause = { keyword, operands: this.SUBRULE(this.operands) };
    const attributes: Clause[] = [];
    this.MANY(() => {
      const attribute = this.CONSUME(AttributeWord) as Token;
      attributes.push({ keyword: attribute, operands: this.SUBRULE2(this.operands) });
    });
    this.ACTION(() => {
      const layer = layerOf(this.context, head, attributes);
      if (layer) body.layers.push(layer);
    });
  });

  private readonly operands = this.RULE('operands', (): Token[] => {
    const tokens: Token[] = [];
    this.MANY(() => tokens.push(this.CONSUME(Operand) as Token));
    return tokens;
  });
}

let parser: BlockParser | undefined;

/** Parses the classified tokens of one block. Spans are relative to its first token. */
export function parseBlock(tokens: Token[], kind: BlockKind, problems: SyntaxProblem[]): Block {
  parser ??= new BlockParser();
  parser.context = { base: tokens[0]?.startOffset ?? 0, block: kind, problems };
  parser.input = tokens;
  return parser.block();
}

function addStatement(context: Context, clause: Clause, body: Body): void {
  if (context.block === 'budget') {
    const limit = limitOf(context, clause);
    if (limit) body.limits.push(limit);
    return;
  }
  if (context.block === 'paper' && isPublishedFigure(clause.keyword.image)) {
    body.figures.push(publishedOf(context, clause, clause.keyword.image));
    return;
  }
  if (clause.keyword.image === 'case' && context.block === 'switch') body.cases.push(caseOf(context, clause));
  else if (clause.keyword.image === 'when' && !body.when) {
    body.when = whenOf(context, clause);
    body.measure = clause.operands[0];
  } else if (clause.keyword.image === 'when') reportSecondWhen(context, clause);
  else {
    const setting = settingOf(context, clause);
    if (setting) body.settings.push(setting);
  }
}

function addAttribute(context: Context, clause: Clause, body: Body): void {
  if (context.block !== 'stage') {
    reportOrphan(context, clause);
    return;
  }
  const setting = settingOf(context, clause);
  if (setting) body.settings.push(setting);
}

/** `last` is the last token of the block. */
function blockOf(context: Context, head: Clause, links: readonly Clause[], body: Body, last: Token): Block {
  const before = context.problems.length;
  const header = headerOf(context, head, links);
  const parts = context.block === 'stage' ? layerRangesOf(context, body.loose) : [];
  if (context.block !== 'stage' && body.loose.length > 0) reportLoose(context, body.loose);
  if (body.tail[0])
    reportUnknown(
      context,
      body.tail[0],
      'word',
      attributes.map((a) => a.word),
    );
  reportBraces(context, head, links, body, last, context.problems.length === before);

  const end = last.end - context.base;
  const span = { start: 0, end };
  const { open, close } = body;
  const bodySpan = open && {
    start: open.startOffset - context.base,
    end: close ? close.end - context.base : end,
  };
  const base = { keyword: header.keyword, span, ...(bodySpan && { body: bodySpan }) };
  const name = header.name && { name: header.name };
  const { layers, settings, cases, limits, figures } = body;
  const when = body.when && {
    when: body.measure ? settledWhen(context, body.when, body.measure, layers) : body.when,
  };
  const target = header.targets[0];

  switch (context.block) {
    case 'import':
    case 'profile':
      return { kind: context.block, ...base, ...(header.path && { path: header.path }) };
    case 'device':
    case 'schedule':
      return { kind: context.block, ...base, settings };
    case 'network':
      return {
        kind: 'network',
        ...base,
        ...name,
        ...(header.model && { model: header.model }),
        layers,
        settings,
      };
    case 'exit':
      return { kind: 'exit', ...base, ...name, ...(target && { after: target }), layers, ...when, settings };
    case 'switch': {
      const position = header.link && { position: header.link };
      return {
        kind: 'switch',
        ...base,
        ...name,
        ...position,
        targets: header.targets,
        layers,
        ...when,
        cases,
        settings,
      };
    }
    case 'stage':
      return { kind: 'stage', ...base, ...name, ...(target && { place: target }), parts, settings };
    case 'region':
      return { kind: 'region', ...base, ...name, settings };
    case 'budget':
      return { kind: 'budget', ...base, limits };
    case 'paper':
      return { kind: 'paper', ...base, settings, figures };
  }
}

function reportLoose(context: Context, loose: readonly Token[]): void {
  const words = statementWords(context.block);
  reportRest(context, { tokens: loose, at: 0 }, () => words);
}

function reportSecondWhen(context: Context, clause: Clause): void {
  report(
    context,
    'unexpected',
    spanOf(context, clause.keyword),
    'Duplicate `when`: the criterion is already given.',
  );
}

/** @param quiet whether the header has no problem of its own, from which a missing brace would follow */
function reportBraces(
  context: Context,
  head: Clause,
  links: readonly Clause[],
  body: Body,
  last: Token,
  quiet: boolean,
): void {
  if (context.block === 'import') return;
  if (!body.open) {
    const optional = context.block === 'profile' && !body.close;
    if (optional || !quiet) return;
    const clause = links[links.length - 1] ?? head;
    const header = clause.operands[clause.operands.length - 1] ?? clause.keyword;
    const isBare =
      !body.close && [body.layers, body.settings, body.limits, body.figures].every((l) => l.length === 0);
    report(context, 'missing', spanAfter(context, header), `Expected \`{\` after ${shown(header)}.`, {
      fix: isBare ? { title: 'Add `{ }`', replacement: ' {\n}' } : { title: 'Add `{`', replacement: ' {' },
    });
  } else if (!body.close) {
    report(
      context,
      'missing',
      spanAfter(context, last),
      `Expected \`}\` to close \`${head.keyword.image}\`.`,
      {
        fix: { title: 'Add `}`', replacement: '\n}' },
      },
    );
  }
}
