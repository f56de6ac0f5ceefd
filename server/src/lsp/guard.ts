import { perObject } from '../base/memo';
import {
  type CancellationToken,
  type Connection,
  ConnectionError,
  ConnectionErrors,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type ShowMessageParams,
} from 'vscode-languageserver';
import { Cancelled } from '../base/checkpoint';

export interface Log {
  error(message: string): void;
  /** In the editor's own place for messages. */
  show(message: string): void;
}

/** What a client's user is told: all of it in the log, and each message once where it cannot be overlooked. */
export const logOf = perObject((connection: Connection): Log => {
  const shown = new Set<string>();
  return {
    error: (message) => unlessGone(() => connection.console.error(message)),
    show: (message) => {
      if (shown.has(message)) return;
      shown.add(message);
      const params: ShowMessageParams = { type: MessageType.Error, message };
      unlessGone(() => connection.sendNotification(ShowMessageNotification.type, params));
    },
  };
});

/** Logs a failure, and tells the user once: an editor that gets no answer shows nothing, as if there were nothing. */
export function tellFailure(log: Log, feature: string, error: unknown): void {
  const [reason, stack] =
    error instanceof Error ? [error.message, error.stack ?? error.message] : [String(error), String(error)];
  log.error(`${feature} failed: ${stack}`);
  log.show(`Exeunt: ${feature} failed: ${reason}. The rest goes on; the log says more.`);
}

/** A request to the client that nothing waits for: one that refuses it is told of in the log, and costs no more than that. */
export function unawaited(connection: Connection, what: string, answer: Promise<unknown>): void {
  answer.catch((error: unknown) => {
    unlessGone(() => connection.console.warn(`The client refused ${what}: ${String(error)}`));
  });
}

/** A client that is gone is told nothing any more: what was under way for it ends without a word. */
export function unlessGone(send: () => unknown): void {
  const ignoreIfGone = (error: unknown): void => {
    if (!isGone(error)) throw error;
  };
  try {
    Promise.resolve(send()).catch(ignoreIfGone);
  } catch (error) {
    ignoreIfGone(error);
  }
}

/** The connection is closed or disposed of. */
function isGone(error: unknown): boolean {
  return (
    error instanceof ConnectionError &&
    (error.code === ConnectionErrors.Closed || error.code === ConnectionErrors.Disposed)
  );
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
 * Runs one feature so that its failure stays its own: it is told and answered with the fallback, and the
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
    tellFailure(log, feature, error);
    return fallback;
  }
}
