/** Reads the non-blank lines of a CSV file, with their line numbers. */
export class Lines {
  number = 0;
  private at = 0;
  constructor(private readonly text: string) {
    if (text.startsWith('\uFEFF')) this.at = 1;
  }

  next(): string | undefined {
    while (this.at < this.text.length) {
      const newline = this.text.indexOf('\n', this.at);
      const end = newline === -1 ? this.text.length : newline;
      const line = this.text.slice(this.at, end).trim();
      this.at = end + 1;
      this.number++;
      if (line !== '') return line;
    }
    return undefined;
  }
}

export function fields(line: string): string[] {
  if (!line.includes('"')) {
    const plain = line.split(',');
    return line.includes(' ') || line.includes('\t') ? plain.map((f) => f.trim()) : plain;
  }
  // RFC 4180: a quoted field may contain commas, and quotes as doubled quotes.
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    (m[1]?.replaceAll('""', '"') ?? m[2] ?? '').trim(),
  );
}
