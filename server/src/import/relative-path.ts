/**
 * Path of a file as seen from another, both by URI: `../models/m.onnx`. The whole path where they share no folder
 * tree, such as two drives.
 */
export function relativePath(fromUri: string, toUri: string): string {
  const from = new URL(fromUri);
  const to = new URL(toUri);
  const steps = (path: string): string[] => path.split('/').map(decodeURIComponent);
  const there = steps(to.pathname);
  if (from.protocol !== to.protocol || from.host !== to.host) return there.join('/');
  const here = steps(from.pathname).slice(0, -1);
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++;
  return [...here.slice(shared).map(() => '..'), ...there.slice(shared)].join('/');
}
