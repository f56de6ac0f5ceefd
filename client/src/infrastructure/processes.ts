/** Programs of the computer that the extension runs on; none in a browser. */
export interface RunningProcess {
  stop(): void;
}

export type StartProcess = (
  program: string,
  args: readonly string[],
  events: {
    /** Both outputs, as they come. */
    readonly data: (text: string) => void;
    /** Undefined: it did not start, or a signal ended it. */
    readonly ended: (code: number | undefined) => void;
  },
) => RunningProcess;
