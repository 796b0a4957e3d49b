import type { CMakeParser } from '../../cmake/syntax/parse';
import { nearMisses } from '../../shared/near-miss';
import { openPrediction, type PredictionSession } from '../evaluation/prediction';
import type { PredictionInput } from '../evaluation/prediction-types';
import { type NewLine, lineToAdd, withLine } from './add-instantiation';
import type { Evaluated, World } from './why';
import { modulesThatWrap } from './disabled-modules';
import { pythonName } from './python-types';
import { WrappedInstantiations } from './wrapped-instantiations';

/** What an evaluated world needs besides its sources. */
export interface WorldOptions {
  parser: CMakeParser;
  /** All `.wrap` files of the source tree, also those of modules that are not enabled. */
  wraps: readonly string[];
  signal?: AbortSignal;
}

/** A world in which each change is evaluated with ITK's own macros. Nothing is written. */
export function evaluatedWorld(input: PredictionInput, { parser, wraps, signal }: WorldOptions): World {
  const open = (options: Readonly<Record<string, string>>): PredictionSession =>
    openPrediction(
      { ...input, cache: { ...input.cache, ...options } },
      { parse: (text) => parser.parseScript(text), ...(signal && { signal }) },
    );
  let present: PredictionSession | null = null;
  const opened = (): PredictionSession => (present ??= open({}));
  return {
    evaluate(change) {
      if (change === null) return evaluatedBy(opened());
      const session = open(Object.fromEntries(change.options.map(({ name, to }) => [name, to])));
      if (change.line !== null) insert(session, change.line);
      return evaluatedBy(session);
    },
    modulesWith: (className, options) => modulesThatWrap(wraps, className, options),
    lineFor(like, args) {
      const file = opened().type(like.type)?.wrap;
      const text = file ? opened().textOf(file) : null;
      if (!file || text === null) return null;
      const variables = opened().variablesBefore(file);
      return lineToAdd({ file, text, script: parser.parseScript(text) }, like.className, args, variables);
    },
    similarNames: (name, classNames) =>
      nearMisses(pythonName(name), new Set([...classNames].map(pythonName))),
  };
}

function insert(session: PredictionSession, line: NewLine): void {
  session.update(line.file, withLine(session.textOf(line.file) ?? '', line));
  session.settle();
}

function evaluatedBy(session: PredictionSession): Evaluated {
  return {
    wrapped: new WrappedInstantiations(session.types()),
    options: session.cacheEntries(),
    errors: session
      .diagnosticsOutside()
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message),
    diagnosticsOf: (type) => session.diagnostics(type),
  };
}
