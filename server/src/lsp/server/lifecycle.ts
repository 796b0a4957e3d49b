import { ErrorCodes, Message, type RequestMessage } from 'vscode-languageserver';

/** The method under which a request is handed on that must not be answered. Its parameters are a {@link Refusal}. */
export const REFUSED = 'itkWrapping/refused';

/** The error that a refused request is answered with. */
export interface Refusal {
  code: number;
  message: string;
}

/**
 * Lets only those messages through that a client may send at this time: `initialize` first and once, and nothing but `exit` after
 * `shutdown`. The library that reads them does not look.
 * @returns a function that gives the message to handle, which for a refused request is another one, or null for none
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

/** The library takes for granted that a client says what it can do; one that says nothing can do nothing. */
function complete(request: RequestMessage): RequestMessage {
  const params = (request.params ?? {}) as { capabilities?: unknown };
  if (typeof params.capabilities === 'object' && params.capabilities !== null) return request;
  return { ...request, params: { ...params, capabilities: {} } };
}
