/** Fields of Protocol Buffers, as bytes. */
const encoder = new TextEncoder();

export function text(field: number, value: string): Uint8Array {
  return bytes(field, encoder.encode(value));
}

export function message(field: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return bytes(field, joined(parts));
}

export function bytes(field: number, content: Uint8Array): Uint8Array {
  return joined([Uint8Array.from([...digits(field * 8 + 2), ...digits(content.length)]), content]);
}

export function varint(field: number, value: number | bigint): Uint8Array {
  return Uint8Array.from([...digits(field * 8), ...digits(value)]);
}

/** Seven bits a byte, least first; a negative number has all ten bytes. */
function digits(value: number | bigint): number[] {
  if (typeof value === 'bigint' || value < 0) {
    let rest = BigInt.asUintN(64, BigInt(value));
    const out: number[] = [];
    for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
    return [...out, Number(rest)];
  }
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return [...out, rest];
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
