/**
 * What a terminal, a log or a page obeys instead of showing it: control characters, line breaks among them, and marks
 * that turn the direction of the text around.
 */
const obeyed = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Text of one line in which such characters stand as `\u001b`, as JSON writes them too. */
export function visible(text: string): string {
  return text.replace(obeyed, escaped);
}

/** The same for text of several lines and columns. */
export function visibleLines(text: string): string {
  return text.replace(obeyed, (character) => (/[\n\t]/.test(character) ? character : escaped(character)));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
