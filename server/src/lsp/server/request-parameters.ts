import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { HeaderRequest, NewWrapRequest, TypeRequest } from '../../shared/protocol';
import type { RunningWork } from '../../graph/pipeline-facts';
import type { GraphView } from '../../graph/graph-view';

/** Whether parameters that a client sent have the shape that a method requires. */
export type Shape<T> = (value: unknown) => value is T;

/** Wraps the handler of one of our own requests. Parameters of a wrong shape are answered with an error. */
export function checked<T, Rest extends unknown[], R>(
  method: string,
  shape: Shape<T>,
  handler: (params: T, ...rest: Rest) => R,
): (params: unknown, ...rest: Rest) => R | ResponseError<void> {
  return (params, ...rest) =>
    shape(params)
      ? handler(params, ...rest)
      : new ResponseError(ErrorCodes.InvalidParams, `The parameters of ${method} are not of its kind.`);
}

/** For methods without parameters. Any value is accepted and ignored. */
export const isAnything: Shape<unknown> = (_): _ is unknown => true;

export const isString: Shape<string> = (value) => typeof value === 'string';

export const isStrings: Shape<string[]> = (value) => Array.isArray(value) && value.every(isString);

export const isTypeRequest: Shape<TypeRequest> = (value): value is TypeRequest => hasStrings(value, 'type');

export const isHeaderRequest: Shape<HeaderRequest> = (value): value is HeaderRequest =>
  hasStrings(value, 'uri');

export const isTextRequest: Shape<{ text: string }> = (value): value is { text: string } =>
  hasStrings(value, 'text');

export const isNewWrapRequest: Shape<NewWrapRequest> = (value): value is NewWrapRequest =>
  hasStrings(value, 'header', 'className') && isStrings((value as { types?: unknown }).types);

export const isGraphView: Shape<GraphView> = (value): value is GraphView => {
  if (!hasStrings(value, 'kind')) return false;
  const { kind } = value as { kind: string };
  if (kind === 'overview') return true;
  if (kind === 'header') return hasStrings(value, 'file');
  return (kind === 'module' || kind === 'type') && hasStrings(value, kind);
};

export const isRunning: Shape<RunningWork[]> = (value): value is RunningWork[] =>
  Array.isArray(value) &&
  value.every(
    (work: Partial<RunningWork> | null) =>
      hasStrings(work, 'stage', 'target') && typeof work?.queued === 'boolean',
  );

function hasStrings(value: unknown, ...names: string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const object = value as Record<string, unknown>;
  return names.every((name) => isString(object[name]));
}
