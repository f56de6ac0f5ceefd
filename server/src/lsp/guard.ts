/** Keeps the failure of one feature from taking down the server, and reports it. */
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
  /** Shows a message to the user. */
  show(message: string): void;
}

/** Reports to the user: everything in the log, and each message once as a notification. */
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

/** Logs a failure and notifies the user once: without that, an empty answer would look like "no results". */
export function reportFailure(log: Log, feature: string, error: unknown): void {
  const [reason, stack] =
    error instanceof Error ? [error.message, error.stack ?? error.message] : [String(error), String(error)];
  log.error(`${feature} failed: ${stack}`);
  log.show(`Exeunt: ${feature} failed: ${reason}. Other features still work; see the log.`);
}

/** Sends a request whose answer is not awaited; a refusal is only logged. */
export function unawaited(connection: Connection, what: string, answer: Promise<unknown>): void {
  answer.catch((error: unknown) => {
    unlessGone(() => connection.console.warn(`The client refused ${what}: ${String(error)}`));
  });
}

/** Sends a message, and ignores a closed connection. */
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
/** Only pull requests may be answered with "ask again". */
const superseded: Readonly<Record<string, ResponseError<object>>> = {
  diagnostics: new ResponseError(LSPErrorCodes.ServerCancelled, reason, { retriggerRequest: true }),
};

/**
 * Runs one feature in isolation: a failure is reported and answered with the fallback, and the server keeps running.
 * Cancelled and outdated requests are answered as the protocol requires.
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
    // A message for the user, not a failure.
    if (error instanceof ResponseError) throw error;
    reportFailure(log, feature, error);
    return fallback;
  }
}
