import { lookupPart, type Part } from '../../server/src/device';

export function partNamed(name: string): Part {
  const found = lookupPart(name);
  if (!('ok' in found)) throw new Error(found.error);
  return found.ok;
}
