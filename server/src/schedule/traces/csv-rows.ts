/** Reads the rows of a CSV file. */

const COMMA = 0x2c;
const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const DELETE = 0x7f;
const POINT = 0x2e;
const ZERO = 0x30;

/** So many digits are a whole number that a double holds exactly. */
const EXACT_DIGITS = 15;

/** Powers of ten that a double holds exactly: an exact number divided by one is rounded once, as `Number` rounds it. */
const powers = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

/**
 * The rows that are not blank, one at a time. A plain row, without quotes, blanks and other than ASCII, is read in place,
 * its numbers on the way to its end: traces have a million fields, most of them numbers, which need no string.
 */
export class CsvRows {
  /** Of the row, from 1. */
  line = 0;
  /** Fields of the row. */
  width = 0;
  private readonly bytes: Uint8Array;
  private at: number;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  /** Of the fields of digits and at most one point; NaN of any other. */
  private readonly values: number[] = [];
  /** Of the fields that are natural numbers as one writes them; -1 of any other. */
  private readonly naturals: number[] = [];
  /** Of a row that is not plain. */
  private texts: readonly string[] | undefined;

  constructor(source: string | Uint8Array) {
    this.bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
    const { bytes } = this;
    this.at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  /** Goes to the next row; false if there is none. */
  next(): boolean {
    const { bytes } = this;
    while (this.at < bytes.length) {
      const start = this.at;
      const isPlain = this.scan();
      this.line++;
      let end = this.at;
      this.at++;
      if (end > start && bytes[end - 1] === RETURN) end--;
      this.texts = undefined;
      if (!isPlain) {
        const text = decoder.decode(bytes.subarray(start, end)).trim();
        if (text === '') continue;
        this.texts = fields(text);
        this.width = this.texts.length;
        return true;
      }
      if (end === start) continue;
      this.ends[this.width - 1] = end;
      return true;
    }
    return false;
  }

  /** Goes to the end of the line and notes its fields; whether it is plain. */
  private scan(): boolean {
    const { bytes, starts, ends, values, naturals } = this;
    let { at } = this;
    let count = 0;
    let isPlain = true;
    let isNumber = true;
    let value = 0;
    let digits = 0;
    let point = -1;
    starts[0] = at;
    for (; ; at++) {
      const byte = at < bytes.length ? (bytes[at] ?? 0) : NEWLINE;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        value = 10 * value + digit;
        digits++;
      } else if (byte === COMMA || byte === NEWLINE) {
        ends[count] = at;
        const isExact = isNumber && digits > 0 && digits <= EXACT_DIGITS;
        values[count] = isExact ? value / (point < 0 ? 1 : (powers[digits - point] ?? 1)) : Number.NaN;
        const isNatural = isExact && point < 0 && (digits === 1 || bytes[starts[count] ?? 0] !== ZERO);
        naturals[count++] = isNatural ? value : -1;
        if (byte === NEWLINE) break;
        starts[count] = at + 1;
        isNumber = true;
        value = digits = 0;
        point = -1;
      } else if (byte === POINT && point < 0) point = digits;
      else if (byte === RETURN && (bytes[at + 1] ?? NEWLINE) === NEWLINE) continue;
      else {
        isNumber = false;
        if (byte <= SPACE || byte >= DELETE || byte === QUOTE) isPlain = false;
      }
    }
    this.at = at;
    this.width = count;
    return isPlain;
  }

  /** A field; empty where the row has no such column. */
  text(column: number): string {
    if (this.texts) return this.texts[column] ?? '';
    if (column < 0 || column >= this.width) return '';
    return decoder.decode(this.bytes.subarray(this.starts[column], this.ends[column]));
  }

  /** What tells a field from all others: of a short one a number, which is found sooner than a string. */
  key(column: number): number | string {
    const natural = this.natural(column);
    if (natural >= 0) return natural;
    const start = this.starts[column] ?? 0;
    const end = this.ends[column] ?? 0;
    if (this.texts || column < 0 || column >= this.width || end - start > MOST_PACKED)
      return packedText(this.text(column));
    let packed = 1;
    for (let i = start; i < end; i++) packed = packed * 128 + (this.bytes[i] ?? 0);
    return -packed;
  }

  /** The number of a field that is a natural number as one writes it, such as `12` but not `012`; -1 of any other. */
  natural(column: number): number {
    if (this.texts) {
      const text = this.text(column);
      return /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : -1;
    }
    return column < this.width ? (this.naturals[column] ?? -1) : -1;
  }

  /** The number of a field; NaN of one that is empty or no number. */
  number(column: number): number {
    const value = this.texts || column >= this.width ? Number.NaN : (this.values[column] ?? Number.NaN);
    return Number.isNaN(value) ? numberOf(this.text(column)) : value;
  }
}

/** Characters of ASCII that a whole number holds, with a one in front. */
const MOST_PACKED = 6;

function packedText(text: string): number | string {
  if (text.length > MOST_PACKED || !isAscii(text)) return text;
  let packed = 1;
  for (let i = 0; i < text.length; i++) packed = packed * 128 + text.charCodeAt(i);
  return -packed;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 128) return false;
  return true;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function numberOf(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}

/** The fields of a line: those of RFC 4180, where a quoted field may contain commas, and quotes as doubled quotes. */
export function fields(line: string): string[] {
  if (!line.includes('"')) {
    const plain = line.split(',');
    return line.includes(' ') || line.includes('\t') ? plain.map((f) => f.trim()) : plain;
  }
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    (m[1]?.replaceAll('""', '"') ?? m[2] ?? '').trim(),
  );
}
