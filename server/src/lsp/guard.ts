import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Cancelled } from '../base/checkpoint';

export interface Log {
  error(message: string): void;
}

const reason = 'no longer wanted';
const cancelled = new ResponseError(LSPErrorCodes.RequestCancelled, reason);
/** The text has changed since. */
const modified = new ResponseError(LSPErrorCodes.ContentModified, reason);
/** Only of what is pulled may the server say that it is to be pulled again. */
const superseded: Readonly<Record<string, ResponseError<object>>> = {
  diagnostics: new ResponseError(LSPErrorCodes.ServerCancelled, reason, { retriggerRequest: true }),
};

/**
 * Runs one feature so that its failure stays its own: it is logged and answered with the fallback, and the
 * server lives on. What is no longer wanted is answered as the protocol asks.
 */
export async function guarded<T>(
  log: Log,
  feature: string,
  token: CancellationToken | undefined,
  fallback: T,
  run: () => Promise<T> | T,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Cancelled) {
      throw token?.isCancellationRequested ? cancelled : (superseded[feature] ?? modified);
    }
    // Words for the user, no failure.
    if (error instanceof ResponseError) throw error;
    log.error(
      `${feature} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return fallback;
  }
}
