/** Programs on the extension host's machine; none in a browser. */
export interface RunningProcess {
  stop(): void;
}

export type StartProcess = (
  program: string,
  args: readonly string[],
  events: {
    /** Called with each piece of standard output and error. */
    readonly data: (text: string) => void;
    /** Called with the exit code; undefined if the program did not start or a signal ended it. */
    readonly ended: (code: number | undefined) => void;
  },
) => RunningProcess;
