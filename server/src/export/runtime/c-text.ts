/** A C string literal in UTF-8, without what a compiler would read as an escape or a trigraph. */
export function cText(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  const plain = bytes.map((b) =>
    b >= 0x20 && b < 0x7f && b !== 0x22 && b !== 0x5c && b !== 0x3f
      ? String.fromCharCode(b)
      : `\\${b.toString(8).padStart(3, '0')}`,
  );
  return `"${plain.join('')}"`;
}
