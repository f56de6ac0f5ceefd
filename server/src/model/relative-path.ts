import { normalUri } from '../workspace/uri';

/**
 * Path of a file as seen from another, both by URI: `../models/m.onnx`. The whole path where they share no folder
 * tree, such as two drives; undefined where they are on two computers, or one of them is no URI.
 */
export function relativePath(fromUri: string, toUri: string): string | undefined {
  const [from, to] = [urlOf(fromUri), urlOf(toUri)];
  if (from === undefined || to === undefined) return undefined;
  if (from.protocol !== to.protocol || from.host !== to.host) return undefined;
  const steps = (path: string): string[] => path.split('/').slice(1).map(decoded);
  const there = steps(to.pathname);
  const here = steps(from.pathname).slice(0, -1);
  const [drive = '', otherDrive = ''] = [here[0], there[0]];
  const isDrive = (step: string): boolean => /^[a-z]:$/.test(step);
  if (drive !== otherDrive && isDrive(drive) && isDrive(otherDrive)) return there.join('/');
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++;
  return [...here.slice(shared).map(() => '..'), ...there.slice(shared)].join('/');
}

function urlOf(uri: string): URL | undefined {
  const normal = normalUri(uri);
  return URL.canParse(normal) ? new URL(normal) : undefined;
}

/** A percent sign that begins no character stands for itself. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
