/** Escapes names of a design for places where VS Code would turn `$(alert)` into an icon or `[text](command:…)` into a link. */

/** Zero-width space: invisible, but breaks the icon and link syntax. */
const apart = '\u200b';

/** For labels that render icons and links, such as the details of the language status. */
export function plainLabel(text: string): string {
  return text.replace(/\$\(/g, `$${apart}(`).replace(/\]\(/g, `]${apart}(`);
}
