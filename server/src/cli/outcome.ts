/** How commands end: exit codes, and the two kinds of refusal. */

export const exitStatus = {
  ok: 0,
  /** The design has errors. */
  errors: 1,
  /** Wrong use, an unreadable or unwritable file, or a check that crashed, so that the result is incomplete. */
  wrongUse: 2,
  /** Ctrl+C: 128 + SIGINT, as in shells. */
  interrupted: 130,
  /** The command keeps running and ends the process itself. */
  running: -1,
} as const;

/** Ends the command with status 2 and its message on stderr, with a hint at the help. */
export class WrongUse extends Error {}

/** Ends the command likewise, without the hint: the command line is valid, but cannot be carried out. */
export class Refused extends Error {}
