/** As much of Node's `assert/strict` as the suite uses, for a host that has no Node. */

class AssertionError extends Error {}

export function ok(value: unknown, message = `${shown(value)} is not true`): asserts value {
  if (!value) throw new AssertionError(message);
}

export function equal(actual: unknown, expected: unknown, message?: string): void {
  ok(Object.is(actual, expected), message ?? `${shown(actual)} is not ${shown(expected)}`);
}

export function notEqual(actual: unknown, other: unknown, message?: string): void {
  ok(!Object.is(actual, other), message ?? `${shown(actual)} is what it may not be`);
}

export function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  ok(same(actual, expected), message ?? `${shown(actual)} is not ${shown(expected)}`);
}

export function match(text: string, pattern: RegExp, message?: string): void {
  ok(pattern.test(text), message ?? `${shown(text)} does not match ${String(pattern)}`);
}

export function fail(message: string): never {
  throw new AssertionError(message);
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const entries = Object.entries(a);
  const others = new Map(Object.entries(b));
  return entries.length === others.size && entries.every(([k, v]) => others.has(k) && same(v, others.get(k)));
}

function shown(value: unknown): string {
  return typeof value === 'string' || value === undefined ? String(value) : JSON.stringify(value);
}
