/**
 * Characters that a terminal, log or page interprets instead of showing: control characters including line breaks, and
 * marks that change the direction of text.
 */
const interpreted = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Text on one line with such characters escaped as in JSON: `\u001b`. */
export function visible(text: string): string {
  return text.replace(interpreted, escaped);
}

/** The same for text of several lines and columns. */
export function visibleLines(text: string): string {
  return text.replace(interpreted, (character) =>
    /[\n\t]/.test(character) ? character : escaped(character),
  );
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
