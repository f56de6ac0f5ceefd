/** Markdown helpers for hovers. */
export { code, plain, prose, table } from '../base/markdown';

/** Joins paragraphs, skipping empty ones. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
