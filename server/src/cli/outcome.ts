export const exitStatus = {
  ok: 0,
  /** The design has errors. */
  errors: 1,
  /** Wrong use, a file that cannot be read or written, or a check that failed, so that not all can be told. */
  wrongUse: 2,
  /** Ctrl+C, as shells count it. */
  interrupted: 130,
  /** The command goes on by itself and ends the process when it is done. */
  running: -1,
} as const;

/** Ends the command with status 2 and its message on stderr, with a hint at the help. */
export class WrongUse extends Error {}

/** Ends it likewise, without the hint: the command is right, but what it asks for cannot be done. */
export class Refused extends Error {}
