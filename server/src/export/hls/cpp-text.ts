/** Pieces of C++ as text. */

/** Column at which generated lines are broken. */
const lineWidth = 110;

/** A table of numbers, one nested list for each dimension. `at` gives the number of an index list. */
export function table(
  type: string,
  name: string,
  dims: readonly number[],
  at: (index: number[]) => number,
): string {
  const sizes = dims.map((n) => `[${n}]`).join('');
  return `static const ${type} ${name}${sizes} = ${nested(dims, [], at, '')};`;
}

function nested(
  dims: readonly number[],
  index: number[],
  at: (index: number[]) => number,
  indent: string,
): string {
  const [size = 0, ...rest] = dims;
  const inner = `${indent}  `;
  const parts = Array.from({ length: size }, (_, i) =>
    rest.length === 0 ? String(at([...index, i])) : nested(rest, [...index, i], at, inner),
  );
  const short = parts.every((part) => !part.includes('\n') && part.length < lineWidth / 2);
  if (short) {
    const lines = filled(parts, `${inner}  `);
    return lines.includes('\n') ? `{\n${inner}  ${lines}}` : `{${lines}}`;
  }
  return `{\n${parts.map((part) => inner + part).join(',\n')}}`;
}

/** Numbers with commas, in lines. */
function filled(numbers: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const [i, number] of numbers.entries()) {
    const piece = i === numbers.length - 1 ? number : `${number}, `;
    if (indent.length + line.length + piece.trimEnd().length > lineWidth && line !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}

/** Constants of a struct, `static constexpr int`. */
export function constants(values: Readonly<Record<string, number>>): string[] {
  return Object.entries(values).map(([name, value]) => `  static constexpr int ${name} = ${value};`);
}

/** One line of a comment: no line breaks, and no backslash that would go on with the next line. */
export function comment(text: string): string {
  return `// ${text
    .replace(/\s+/g, ' ')
    .replace(/[\\\p{Cc}]/gu, '')
    .trim()}`;
}
