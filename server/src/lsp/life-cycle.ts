/** Refuses messages that the protocol forbids before `initialize` and after `shutdown`. */
import {
  type Connection,
  type ConnectionOptions,
  ErrorCodes,
  type Message,
  ResponseError,
} from 'vscode-languageserver';

/** Method under which an untimely request is answered. */
const untimelyRequest = 'exeunt/untimely';

type Phase = 'new' | 'running' | 'ended';

const refusals: Readonly<Record<Phase, readonly [number, string]>> = {
  new: [ErrorCodes.ServerNotInitialized, 'The server is not initialised: send `initialize` first.'],
  running: [ErrorCodes.InvalidRequest, 'The server is already initialised.'],
  ended: [ErrorCodes.InvalidRequest, 'The server has shut down: only `exit` may follow.'],
};

/** Options of a connection that lets a message through only where the protocol allows it. */
export function lifeCycle(): ConnectionOptions {
  let phase: Phase = 'new';
  return {
    messageStrategy: {
      handleMessage(message, next) {
        const method = 'method' in message ? String(message.method) : undefined;
        if (method === undefined) return next(message);
        if (!('id' in message)) return phase === 'running' || method === 'exit' ? next(message) : undefined;
        if ((method === 'initialize') !== (phase === 'new') || phase === 'ended')
          return next({ ...message, method: untimelyRequest, params: { phase } } as Message);
        if (method === 'initialize') phase = 'running';
        if (method === 'shutdown') phase = 'ended';
        return next(message);
      },
    },
  };
}

export function registerLifeCycle(connection: Connection): void {
  connection.onRequest(untimelyRequest, ({ phase }: { readonly phase: Phase }) => {
    throw new ResponseError(...refusals[phase]);
  });
}
