export const exitStatus = {
  ok: 0,
  /** The design has errors. */
  errors: 1,
  /** Wrong use, or a file that cannot be read or written. */
  wrongUse: 2,
  /** The command goes on by itself and ends the process when it is done. */
  running: -1,
} as const;

/** Ends the command with status 2 and its message on stderr. */
export class WrongUse extends Error {}
