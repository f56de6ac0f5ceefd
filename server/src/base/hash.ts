/** A short hash to compare versions of a text; it is not cryptographic. */

/** The offset and the prime of 64-bit FNV-1a, 0xcbf29ce484222325 and 2^40 + 0x1b3, in halves. */
const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
const PRIME_LOW = 0x1b3;

/** 64-bit FNV-1a of the text's UTF-8, as 16 hexadecimal digits. In halves, as BigInt takes fifty times as long. */
export function hashOf(text: string): string {
  let high = OFFSET_HIGH;
  let low = OFFSET_LOW;
  for (const byte of new TextEncoder().encode(text)) {
    low = (low ^ byte) >>> 0;
    const product = low * PRIME_LOW;
    const carry = Math.floor(product / 2 ** 32);
    high = (Math.imul(high, PRIME_LOW) + carry + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}
