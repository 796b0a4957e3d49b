import { ErrorCodes, Message, type RequestMessage } from 'vscode-languageserver';

/** The method to which a request is redirected if it must not be handled. Its parameters are a {@link Refusal}. */
export const REFUSED = 'itkWrapping/refused';

/** The error for a refused request. */
export interface Refusal {
  code: number;
  message: string;
}

/**
 * Lets through only the messages that a client may send in the current state: `initialize` first and only once, and nothing
 * but `exit` after `shutdown`. The library does not check this.
 * @returns a function that returns the message to handle. For a refused request it is a redirected one, and for an ignored
 *   message null
 */
export function lifecycle(): (message: Message) => Message | null {
  let state: 'new' | 'running' | 'ended' = 'new';
  return (message) => {
    if (Message.isNotification(message))
      return state === 'running' || message.method === 'exit' ? message : null;
    if (!Message.isRequest(message)) return message;
    const { method } = message;
    if (state === 'ended')
      return refused(
        message,
        ErrorCodes.InvalidRequest,
        `The server was shut down: it answers no ${method}.`,
      );
    if (method === 'initialize') {
      if (state === 'running')
        return refused(message, ErrorCodes.InvalidRequest, 'The server is initialized already.');
      state = 'running';
      return complete(message);
    }
    if (state === 'new')
      return refused(message, ErrorCodes.ServerNotInitialized, `Send initialize before ${method}.`);
    if (method === 'shutdown') state = 'ended';
    return message;
  };
}

function refused(request: RequestMessage, code: number, message: string): RequestMessage {
  const refusal: Refusal = { code, message };
  return { ...request, method: REFUSED, params: refusal };
}

/** Adds empty capabilities if the client sent none, because the library requires them. */
function complete(request: RequestMessage): RequestMessage {
  const params = (request.params ?? {}) as { capabilities?: unknown };
  if (typeof params.capabilities === 'object' && params.capabilities !== null) return request;
  return { ...request, params: { ...params, capabilities: {} } };
}
