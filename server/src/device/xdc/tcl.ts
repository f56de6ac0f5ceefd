/** The part of Tcl in which constraint files are written: commands, words, and what substitutes in them. */

export interface Command {
  /** Index of its line, from 0. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
}

/** `braced` words substitute nothing. */
export interface Word {
  readonly text: string;
  readonly braced: boolean;
}

/** Deeper nesting than any constraint file has; keeps a hostile text from overflowing the stack. */
export const MOST_NESTED = 50;

/** The commands of a script. What is not closed reaches to the end of the text. */
export function commandsOf(script: string): Command[] {
  const commands: Command[] = [];
  let at = 0;
  let line = 0;
  let counted = 0;
  const lineAt = (offset: number): number => {
    for (; counted < offset; counted += 1) if (script[counted] === '\n') line += 1;
    return line;
  };
  while (at < script.length) {
    at = skip(script, at, /(?:[\s;]|\\\r?\n)+/y);
    if (at >= script.length) break;
    if (script[at] === '#') {
      at = skip(script, at, /(?:\\(?:\r\n|[^])|[^\\\n])*/y);
      continue;
    }
    const start = at;
    const words: Word[] = [];
    while (at < script.length) {
      at = skip(script, at, /(?:[ \t\r\f\v]|\\\r?\n)+/y);
      const char = script[at];
      if (char === undefined || char === '\n' || char === ';') break;
      const word = wordAt(script, at);
      words.push({ text: word.text, braced: word.braced });
      at = word.end;
    }
    commands.push({ line: lineAt(start), start, end: at, words });
  }
  return commands;
}

/** The elements of a Tcl list; pblock ranges are also separated by commas. */
export function listOf(text: string): string[] {
  const items: string[] = [];
  let at = 0;
  for (;;) {
    at = skip(text, at, /(?:\s|\\\r?\n)+/y);
    if (at >= text.length) return items;
    const char = text[at];
    if (char === '{') {
      const end = closing(text, at, '{', '}');
      items.push(text.slice(at + 1, end));
      at = end + 1;
    } else if (char === '"') {
      const end = quoteEnd(text, at);
      items.push(text.slice(at + 1, end));
      at = end + 1;
    } else {
      const end = skip(text, at, /(?:\\[^]|[^\s\\])+/y);
      items.push(text.slice(at, end).replace(/\\([^])/g, '$1'));
      at = Math.max(end, at + 1);
    }
  }
}

/** A word's parts with variables and commands replaced; undefined if one of them is not known. */
export function substituted(
  { text, braced }: Word,
  variable: (name: string) => string | undefined,
  command: (script: string) => string | undefined,
): string | undefined {
  if (braced) return text;
  let result = '';
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    const name = char === '$' ? /\$(?:\{([^}]*)\}|((?:\w|::)+(?:\([^)]*\))?))/y : undefined;
    if (name) {
      name.lastIndex = at;
      const match = name.exec(text);
      if (match) {
        const value = variable(match[1] ?? match[2] ?? '');
        if (value === undefined) return undefined;
        result += value;
        at = name.lastIndex;
        continue;
      }
    }
    // XDC takes `x[0]`, `x[*]` for the names that they are.
    const index = char === '[' ? /\[(?:\d+(?::\d+)?|\*)\]/y : undefined;
    if (index) {
      index.lastIndex = at;
      const literal = index.exec(text)?.[0];
      if (literal !== undefined) {
        result += literal;
        at += literal.length;
        continue;
      }
    }
    if (char === '[') {
      const end = closing(text, at, '[', ']');
      const value = command(text.slice(at + 1, end));
      if (value === undefined) return undefined;
      result += value;
      at = end + 1;
    } else if (char === '\\' && at + 1 < text.length) {
      const pair = /\\(?:\r?\n[ \t]*|[^])/y;
      at = skip(text, at, pair);
      const escaped = text.slice(0, at).at(-1) ?? '';
      result += /\\\r?\n[ \t]*$/.test(text.slice(0, at)) ? ' ' : escaped;
    } else {
      result += char ?? '';
      at += 1;
    }
  }
  return result;
}

function wordAt(script: string, at: number): Word & { readonly end: number } {
  const char = script[at];
  if (char === '{') {
    const end = closing(script, at, '{', '}');
    const inside = script.slice(at + 1, end).replace(/\\\r?\n[ \t]*/g, ' ');
    return { text: inside, braced: true, end: end + 1 };
  }
  if (char === '"') {
    const end = quoteEnd(script, at);
    return { text: script.slice(at + 1, end), braced: false, end: end + 1 };
  }
  let end = at;
  while (end < script.length && !/[\s;]/.test(script[end] ?? '')) {
    if (script[end] === '[') end = closing(script, end, '[', ']') + 1;
    else if (script[end] === '\\' && /^\\\r?\n/.test(script.slice(end, end + 3))) break;
    else if (script.startsWith('${', end)) end = closing(script, end + 1, '{', '}') + 1;
    else end += script[end] === '\\' ? 2 : 1;
  }
  end = Math.min(end, script.length);
  return { text: script.slice(at, end), braced: false, end };
}

/** Position of the bracket that closes the one at a position, or the end of the text. */
function closing(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === open) depth += 1;
    else if (char === close && (depth -= 1) === 0) return at;
  }
  return text.length;
}

function quoteEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '[') at = closing(text, at, '[', ']');
    at += text[at] === '\\' ? 2 : 1;
  }
  return Math.min(at, text.length);
}

/** The position after what a sticky pattern matches there. */
function skip(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
