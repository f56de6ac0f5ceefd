/** Small turns of phrase that the rules share. */
export { nearest } from '../../../grammar/src/index';

/** `a`, `a and b`, `a, b and c`, quoted; long lists are cut. */
export function list(names: readonly string[], joint = 'and', most = 8): string {
  const shown = names.slice(0, most).map((n) => `\`${n}\``);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} ${joint} ${rest} more`;
  const last = shown.pop();
  if (last === undefined) return 'none';
  return shown.length === 0 ? last : `${shown.join(', ')} ${joint} ${last}`;
}

/** How a name is written in a design file. */
export function written(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}\p{M}_-]*$/u.test(name) ? name : JSON.stringify(name);
}
