/** Phrases shared by the rules. */
export { nearest } from '../../../grammar/src/index';

/** `a`, `a and b`, `a, b and c`, quoted; long lists are cut. */
export function list(names: readonly string[], joint = 'and', most = 8): string {
  const shown = names.slice(0, most).map((n) => `\`${n}\``);
  const rest = names.length - shown.length;
  return enumerate(rest > 0 ? [...shown, `${rest} more`] : shown, joint);
}

/** `a`, `a and b`, `a, b and c`, unquoted. */
export function enumerate(things: readonly string[], joint = 'and'): string {
  const last = things.at(-1);
  if (last === undefined) return 'none';
  return things.length === 1 ? last : `${things.slice(0, -1).join(', ')} ${joint} ${last}`;
}

/** A phrase as a sentence of its own; a part's name keeps its small letter. */
export function sentence(text: string): string {
  const first = text.split(' ', 1)[0] ?? '';
  const start = /\d/.test(first) ? text : text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** A name in the syntax of a design file. */
export function written(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}\p{M}_-]*$/u.test(name) ? name : JSON.stringify(name);
}
