/** Formats C++ tables, lists and comments. */
import { visible } from '../../base/protocol/visible';

/** Column at which generated lines are broken. */
const lineWidth = 110;

/** A table of numbers, one nested list per dimension. `at` returns the number at an index list. */
export function table(
  type: string,
  name: string,
  dims: readonly number[],
  at: (index: number[]) => number,
): string {
  const sizes = dims.map((n) => `[${n}]`).join('');
  return `static const ${type} ${name}${sizes} = ${nested(
    dims,
    dims.map(() => 0),
    0,
    at,
    '',
  )};`;
}

function nested(
  dims: readonly number[],
  index: number[],
  depth: number,
  at: (index: number[]) => number,
  indent: string,
): string {
  const [size = 0, ...rest] = dims;
  const inner = `${indent}  `;
  const parts: string[] = [];
  for (let i = 0; i < size; i++) {
    // One index list for all: copying it, or changing its length, would dominate the export's run time.
    index[depth] = i;
    parts.push(rest.length === 0 ? String(at(index)) : nested(rest, index, depth + 1, at, inner));
  }
  const short =
    rest.length === 0 || parts.every((part) => part.length < lineWidth / 2 && !part.includes('\n'));
  if (short) {
    const lines = filled(parts, `${inner}  `);
    return lines.includes('\n') ? `{\n${inner}  ${lines}}` : `{${lines}}`;
  }
  return `{\n${parts.map((part) => inner + part).join(',\n')}}`;
}

/** Comma-separated numbers, wrapped. */
function filled(numbers: readonly string[], indent: string): string {
  let text = '';
  let column = indent.length;
  numbers.forEach((number, i) => {
    const piece = i === numbers.length - 1 ? number : `${number},`;
    if (column + 1 + piece.length > lineWidth && column > indent.length) {
      text += `\n${indent}${piece}`;
      column = indent.length + piece.length;
    } else {
      text += i === 0 ? piece : ` ${piece}`;
      column += piece.length + (i === 0 ? 0 : 1);
    }
  });
  return text;
}

/** `head`, comma-separated items, `tail`; wrapped lines are aligned below the first item. */
export function listed(head: string, items: readonly string[], tail: string): string[] {
  const lines = [head];
  items.forEach((item, i) => {
    const piece = item + (i === items.length - 1 ? tail : ',');
    const line = lines.at(-1) ?? '';
    const begins = line.length === head.length && i === 0;
    if (!begins && line.length + 1 + piece.length > lineWidth) lines.push(' '.repeat(head.length) + piece);
    else lines[lines.length - 1] = begins ? line + piece : `${line} ${piece}`;
  });
  return lines;
}

/** Struct members, `static constexpr int`. */
export function constants(values: Readonly<Record<string, number>>): string[] {
  return Object.entries(values).map(([name, value]) => `  static constexpr int ${name} = ${value};`);
}

/** One comment line, without line breaks and without a backslash or its trigraph, which would continue the line. */
export function comment(text: string): string {
  return `// ${inComment(text)}`;
}

/** Escapes a part of such a line. */
export function inComment(text: string): string {
  return visible(text.replace(/\s+/g, ' ')).replaceAll('\\', '').replaceAll('??/', '?/').trim();
}
