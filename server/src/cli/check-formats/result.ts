/** What `check` found, whatever the form it is printed in. */
import type { DiagnosticJson } from '../../base/protocol/report';

/** A design file and what was found in it. */
export interface CheckedFile {
  /** As it was named on the command line. */
  readonly path: string;
  readonly diagnostics: readonly DiagnosticJson[];
}

export interface CheckResult {
  readonly files: readonly CheckedFile[];
  /** Why files could not be read or analysed, a message each. */
  readonly unread: readonly string[];
  /** Whether every check of every file ended. */
  readonly isWhole: boolean;
}
