/** Names of a design in places where VS Code makes something else of `$(alert)` or `[text](command:…)` than text. */

/** Seen by nobody, and by what looks for icons and links as a letter. */
const apart = '\u200b';

/** For labels that may have icons and links, such as the details of the language status. */
export function plainLabel(text: string): string {
  return text.replace(/\$\(/g, `$${apart}(`).replace(/\]\(/g, `]${apart}(`);
}
