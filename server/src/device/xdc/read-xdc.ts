/** Reads the pblocks of a Vivado constraint file. */
import { mentionsPblocks } from '../../base/protocol/constraints';
import { commandsOf, listOf, MOST_NESTED, substituted, type Command } from './tcl';
import { spelled } from './spelled';
import { without } from './subtract';

/** A pblock as the commands of the file leave it. */
export interface XdcPblock {
  readonly name: string;
  /** In Vivado's syntax with the kind on both sides. */
  readonly ranges: readonly string[];
  readonly cells: readonly string[];
  /** In capitals, as the values are written. */
  readonly properties: ReadonlyMap<string, string>;
}

/** A command, or part of one, that was not followed. */
export interface XdcNote {
  /** From 0. */
  readonly line: number;
  readonly message: string;
}

export interface XdcFile {
  readonly pblocks: readonly XdcPblock[];
  readonly notes: readonly XdcNote[];
  /** Commands that are about something else than pblocks, by name. */
  readonly others: ReadonlyMap<string, number>;
}

interface Draft {
  ranges: string[];
  readonly cells: string[];
  readonly properties: Map<string, string>;
}

interface State {
  readonly variables: Map<string, string>;
  readonly pblocks: Map<string, Draft>;
  readonly notes: XdcNote[];
  readonly others: Map<string, number>;
  depth: number;
}

/** Follows the commands of a constraint file: `set`, those about pblocks, and no control structures, as Vivado reads XDC. */
export function readXdc(text: string): XdcFile {
  const state: State = {
    variables: new Map(),
    pblocks: new Map(),
    notes: [],
    others: new Map(),
    depth: 0,
  };
  for (const command of commandsOf(text)) run(state, command);
  return {
    pblocks: [...state.pblocks].map(([name, draft]) => ({ name, ...draft })),
    notes: state.notes,
    others: state.others,
  };
}

/** The value of a command; undefined if it has none that is known. */
function run(state: State, command: Command): string | undefined {
  const name = command.words[0]?.text ?? '';
  if (state.depth > MOST_NESTED) return undefined;
  state.depth += 1;
  try {
    const words = command.words.slice(1).map((word) =>
      substituted(
        word,
        (variable) => state.variables.get(variable),
        (script) => value(state, script, command.line),
      ),
    );
    const about = handlers[name];
    if (!about) {
      if (!queries.has(name)) {
        const isAbout = mentionsPblocks(command.words.map((w) => w.text).join(' '));
        if (isAbout) note(state, command, `\`${name}\` is not followed`);
        else if (state.depth === 1) state.others.set(name, (state.others.get(name) ?? 0) + 1);
      }
      return undefined;
    }
    if (words.includes(undefined) && about !== handlers['set'] && !isOfOthers(name, command)) {
      const unknown = command.words.slice(1)[words.indexOf(undefined)]?.text ?? '';
      note(state, command, `\`${name}\` is left out: the value of \`${unknown}\` is not known`);
      return undefined;
    }
    return about(
      state,
      command,
      words.map((word) => word ?? ''),
      words.includes(undefined),
    );
  } finally {
    state.depth -= 1;
  }
}

/** The value of the last command in brackets. */
function value(state: State, script: string, line: number): string | undefined {
  let result: string | undefined = '';
  for (const command of commandsOf(script)) result = run(state, { ...command, line });
  return result;
}

/** `set_property` of something else may hold commands that are not known here. */
function isOfOthers(name: string, { words }: Command): boolean {
  return name === 'set_property' && !mentionsPblocks(words.map((w) => w.text).join(' '));
}

type Handler = (
  state: State,
  command: Command,
  words: readonly string[],
  isUnknown: boolean,
) => string | undefined;

/** Commands in brackets whose value matters to nothing here. */
const queries = new Set([
  'get_sites',
  'get_clocks',
  'get_ports',
  'get_nets',
  'get_pins',
  'get_clock_regions',
]);

const handlers: Readonly<Record<string, Handler>> = {
  set(state, _command, [name = '', content], isUnknown) {
    if (content === undefined) return state.variables.get(name);
    if (isUnknown) state.variables.delete(name);
    else state.variables.set(name, content);
    return isUnknown ? undefined : content;
  },
  list: (_state, _command, words) => words.map(braced).join(' '),
  concat: (_state, _command, words) => words.join(' '),
  get_pblocks: (_state, _command, words) => words.filter((w) => !w.startsWith('-')).join(' '),
  get_cells: (_state, _command, words) => words.filter((w) => !w.startsWith('-')).join(' '),
  create_pblock(state, _command, words) {
    const name = words.find((word, index) => !word.startsWith('-') && words[index - 1] !== '-parent') ?? '';
    if (name !== '') draftOf(state, name);
    return name;
  },
  resize_pblock: resize,
  add_cells_to_pblock: addCells,
  delete_pblocks(state, _command, words) {
    for (const name of words.flatMap(listOf)) state.pblocks.delete(name);
    return '';
  },
  set_property: setProperty,
};

const flags = new Set(['-replace', '-quiet', '-verbose']);

function resize(state: State, command: Command, words: readonly string[]): string {
  const names: string[] = [];
  const steps: { readonly option: string; readonly ranges: string[] }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (flags.has(word)) {
      if (word === '-replace') steps.push({ option: word, ranges: [] });
    } else if (word.startsWith('-')) {
      at += 1;
      steps.push({ option: word, ranges: rangesOf(words[at] ?? '') });
    } else names.push(...listOf(word));
  }
  for (const name of names) {
    const draft = draftOf(state, name);
    for (const { option, ranges } of steps) apply(state, command, draft, option, ranges);
  }
  return names.join(' ');
}

function apply(
  state: State,
  command: Command,
  draft: Draft,
  option: string,
  ranges: readonly string[],
): void {
  const wrong = option === '-add' || option === '-remove' ? ranges.filter((r) => !spelled(r)) : [];
  for (const range of wrong) note(state, command, `\`${range}\` is left out: it is no range of sites`);
  const good = ranges.flatMap((range) => {
    const known = spelled(range);
    return known ? [`${known.kind}_X${known.x0}Y${known.y0}:${known.kind}_X${known.x1}Y${known.y1}`] : [];
  });
  switch (option) {
    case '-add':
      draft.ranges = [...draft.ranges, ...good.filter((range) => !draft.ranges.includes(range))];
      break;
    case '-remove':
      draft.ranges = without(draft.ranges, good);
      break;
    case '-replace':
      draft.ranges = [];
      break;
    case '-locs':
      // Says what happens to cells that are placed already.
      break;
    default:
      note(state, command, `\`resize_pblock ${option}\` is not followed`);
  }
}

function addCells(state: State, _command: Command, words: readonly string[]): string {
  const [name = '', ...rest] = words.filter((word) => !word.startsWith('-'));
  const draft = draftOf(state, name);
  const cells = words.includes('-top') ? ['(top)'] : rest.flatMap(listOf);
  draft.cells.push(...cells.filter((cell) => !draft.cells.includes(cell)));
  return '';
}

function setProperty(state: State, command: Command, words: readonly string[]): string {
  const args = words.filter((word) => !flags.has(word));
  const isDict = args[0] === '-dict';
  const [pairs, objects] = isDict
    ? [listOf(args[1] ?? ''), args.slice(2)]
    : [args.slice(0, 2), args.slice(2)];
  const named = objects.flatMap(listOf).filter((name) => state.pblocks.has(name));
  if (named.length === 0) {
    if (mentionsPblocks(command.words.map((w) => w.text).join(' ')))
      note(state, command, `\`set_property ${pairs[0] ?? ''}\` is left out: its pblock is not in the file`);
    else state.others.set('set_property', (state.others.get('set_property') ?? 0) + 1);
  }
  for (const name of named)
    for (let at = 0; at + 1 < pairs.length; at += 2)
      state.pblocks.get(name)?.properties.set((pairs[at] ?? '').toUpperCase(), pairs[at + 1] ?? '');
  return '';
}

function draftOf(state: State, name: string): Draft {
  const known = state.pblocks.get(name);
  if (known) return known;
  const draft: Draft = { ranges: [], cells: [], properties: new Map() };
  state.pblocks.set(name, draft);
  return draft;
}

/** Ranges are separated by blanks, and in some files by commas. */
function rangesOf(text: string): string[] {
  return text.split(/[\s,{}]+/).filter((range) => range !== '');
}

function braced(word: string): string {
  return word === '' || /[\s{}"]/.test(word) ? `{${word}}` : word;
}

function note(state: State, { line }: Command, message: string): void {
  state.notes.push({ line, message });
}
