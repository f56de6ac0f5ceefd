/** What a row of the command table holds. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly multiple?: true;
  readonly needed?: true;
  /** Placeholder of its value in the help. */
  readonly value?: string;
  readonly does: string;
}

export interface CommandSpec {
  /** Operands in the help, such as `FILE...`. */
  readonly operands: string;
  readonly does: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
}
