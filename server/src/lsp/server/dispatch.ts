import {
  type CancellationToken,
  type Connection,
  type MessageSignature,
  ProgressType,
  type ProtocolNotificationType,
  type ProtocolRequestType,
} from 'vscode-languageserver';
import type { FileContext } from '../session/file-context';
import { isScript } from '../session/live-index';
import { guarded } from './guard';
import { checked, type Shape } from './request-parameters';
import type { ServerState } from './server-state';

/** Registers every handler of the two tables. Each message goes through the same wrapper. */
export function dispatch(
  connection: Connection,
  state: ServerState,
  requests: readonly RequestRow[],
  notifications: readonly NotificationRow[],
): void {
  for (const row of requests) {
    const answer = answering(connection, state, row);
    // Without parameters, the library calls a handler with the token only.
    const handler = (...args: unknown[]): Promise<unknown> =>
      answer(args.length > 1 ? args[0] : undefined, args.at(-1) as CancellationToken);
    connection.onRequest(row.type as string, handler);
  }
  for (const row of notifications) connection.onNotification(row.type as string, handling(state, row));
}

/** Sends a part of an answer before the answer itself. */
export type SendPart = (part: unknown) => void;

/**
 * Answers a request.
 * @param send sends parts of the answer; undefined if the client did not ask for parts
 */
export type Answer<P, R> = (
  state: ServerState,
  params: P,
  token: CancellationToken,
  send: SendPart | undefined,
) => R | Promise<R>;

/** A message of the protocol, with its number of parameters, or the name of one of our own. */
type Message = MessageSignature | string;

/** A row of the table of requests. */
export interface RequestRow {
  readonly type: Message;
  /** The answer if the handler crashes. Undefined: the client gets the error. */
  readonly empty: unknown;
  /** Whether positions in the parameters and in the answer are translated between the client's encoding and ours. */
  readonly hasPositions: boolean;
  readonly answer: Answer<never, unknown>;
}

/** A row of the table of notifications. */
export interface NotificationRow {
  readonly type: Message;
  readonly handle: (state: ServerState, params: never) => void | Promise<void>;
}

/** A request of the protocol. A handler that crashes is logged, and the request is answered with `empty`. */
export function request<P, R, PR, E, O>(
  type: ProtocolRequestType<P, R, PR, E, O>,
  empty: NoInfer<R>,
  answer: Answer<NoInfer<P>, NoInfer<R>>,
): RequestRow {
  return { type, empty, hasPositions: true, answer };
}

/** A request about a script. It is answered with `empty` if there is no such script. */
export function scriptRequest<P extends InDocument, R, PR, E, O>(
  type: ProtocolRequestType<P, R, PR, E, O>,
  empty: NoInfer<R>,
  answer: (
    context: FileContext,
    params: NoInfer<P>,
    state: ServerState,
    token: CancellationToken,
  ) => NoInfer<R> | Promise<NoInfer<R>>,
): RequestRow {
  return request(type, empty, async (state, params, token) => {
    const context = await state.liveIndex.context(params.textDocument.uri);
    if (!context || token.isCancellationRequested) return empty;
    return answer(context, params, state, token);
  });
}

/** A request about a script, or about another file: a C++ header, or a file that a build generates. */
export function fileRequest<P extends InDocument, R, PR, E, O>(
  type: ProtocolRequestType<P, R, PR, E, O>,
  empty: NoInfer<R>,
  inScript: (
    context: FileContext,
    params: NoInfer<P>,
    state: ServerState,
  ) => NoInfer<R> | Promise<NoInfer<R>>,
  inOtherFile: (uri: string, params: NoInfer<P>, state: ServerState) => NoInfer<R> | Promise<NoInfer<R>>,
): RequestRow {
  return request(type, empty, async (state, params, token) => {
    const { uri } = params.textDocument;
    if (!isScript(uri)) return inOtherFile(uri, params, state);
    const context = await state.liveIndex.context(uri);
    if (!context || token.isCancellationRequested) return empty;
    return inScript(context, params, state);
  });
}

/** A request whose errors the client gets, and whose positions are not translated. */
export function exactRequest<P, R, PR, E, O>(
  type: ProtocolRequestType<P, R, PR, E, O>,
  answer: Answer<NoInfer<P>, NoInfer<R>>,
): RequestRow {
  return { type, empty: undefined, hasPositions: false, answer };
}

/** One of our own requests (`shared/protocol.ts`). Parameters of a wrong shape are answered with an error. */
export function ownRequest<P>(method: string, shape: Shape<P>, answer: Answer<P, unknown>): RequestRow {
  const checkedAnswer = (state: ServerState, params: unknown, token: CancellationToken): unknown =>
    checked(method, shape, (given: P) => answer(state, given, token, undefined))(params);
  return { type: method, empty: undefined, hasPositions: false, answer: checkedAnswer };
}

/** A notification of the protocol. */
export function notification<P, O>(
  type: ProtocolNotificationType<P, O>,
  handle: (state: ServerState, params: NoInfer<P>) => void | Promise<void>,
): NotificationRow {
  return { type, handle };
}

/** One of our own notifications. Parameters of a wrong shape are logged and otherwise ignored. */
export function ownNotification<P>(
  method: string,
  shape: Shape<P>,
  handle: (state: ServerState, params: P) => void | Promise<void>,
): NotificationRow {
  return {
    type: method,
    handle: (state: ServerState, params: unknown) => {
      if (shape(params)) return handle(state, params);
      state.client.warn(`The parameters of ${method} are not of its kind.`);
    },
  };
}

interface InDocument {
  textDocument: { uri: string };
}

/** Wraps the handler of a request: errors, cancellation, positions, and answers in parts. */
function answering(
  connection: Connection,
  state: ServerState,
  { type, empty, hasPositions, answer }: RequestRow,
): (params: unknown, token: CancellationToken) => Promise<unknown> {
  const { positions, client } = state;
  const run = answer as Answer<unknown, unknown>;
  return guarded(nameOf(type), empty, client.log, async (params, token) => {
    const partToken = (params as { partialResultToken?: string | number } | undefined)?.partialResultToken;
    const send: SendPart | undefined =
      partToken === undefined
        ? undefined
        : (part) =>
            client.work.run('Sending a part of an answer', () =>
              connection.sendProgress(PART, partToken, part),
            );
    if (!hasPositions) return run(state, params, token, send);
    const uri = uriOf(params);
    const found = await run(state, positions.incoming(params, uri), token, send);
    return inParts(positions.outgoing(found, uri), send);
  });
}

/**
 * Wraps the handler of a notification. A failure is logged as a warning. The handler starts at once, which keeps the order
 * of messages.
 */
function handling(state: ServerState, { type, handle }: NotificationRow): (params: unknown) => void {
  const run = handle as (state: ServerState, params: unknown) => void | Promise<void>;
  return (params) => state.client.work.run(`Handling ${nameOf(type)}`, async () => run(state, params));
}

const nameOf = (type: Message): string => (typeof type === 'string' ? type : type.method);

const PART = new ProgressType<unknown>();

/** The number of items in each part of an answer. */
const PART_ITEMS = 200;

/** Sends a long answer in parts if the client asked for that. The answer itself is then empty, as the protocol demands. */
function inParts(answer: unknown, send: SendPart | undefined): unknown {
  if (!send || !Array.isArray(answer) || answer.length <= PART_ITEMS) return answer;
  for (let at = 0; at < answer.length; at += PART_ITEMS) send(answer.slice(at, at + PART_ITEMS));
  return [];
}

/** The document of the parameters, or of the item in them. */
function uriOf(params: unknown): string | undefined {
  const { textDocument, item } = params as { textDocument?: { uri?: string }; item?: { uri?: string } };
  return textDocument?.uri ?? item?.uri;
}
