import type { CMakeParser } from '../../cmake/syntax/parse';
import { nearMisses } from '../../shared/near-miss';
import { wrappedTypes } from '../diagnostics/findings/instantiations/wrapped-types';
import { openPrediction, type PredictionSession } from '../evaluation/prediction';
import type { PredictionInput } from '../evaluation/prediction-types';
import type { SourceFiles } from '../index/find-scripts';
import { WorkspaceIndex } from '../index/workspace-index';
import { lineToAdd, type NewLine, withLines } from './add-instantiation';
import type { Change, Evaluated, World } from './why';
import { modulesThatWrap } from './disabled-modules';
import { missingParts } from './missing-parts';
import { pythonFunction } from './python-functions';
import { pythonName } from './python-types';
import { unwrappedClass } from './unwrapped-class';
import { WrappedInstantiations } from './wrapped-instantiations';

/** What an evaluated world needs besides its sources. */
export interface WorldOptions {
  parser: CMakeParser;
  /** All files of the source tree, also those of modules that are not enabled. */
  files: Pick<SourceFiles, 'wraps' | 'headers'>;
  signal?: AbortSignal;
}

/** A world in which each change is evaluated with ITK's own macros. Nothing is written. */
export function evaluatedWorld(input: PredictionInput, { parser, files, signal }: WorldOptions): World {
  const parse = (text: string): ReturnType<CMakeParser['parseScript']> => parser.parseScript(text);
  const open = (options: Change['options']): PredictionSession => {
    const cache = Object.fromEntries(options.map(({ name, to }) => [name, to]));
    return openPrediction(
      { ...input, cache: { ...input.cache, ...cache } },
      { parse, ...(signal && { signal }) },
    );
  };
  let present: PredictionSession | null = null;
  const opened = (): PredictionSession => (present ??= open([]));
  let headers: WorkspaceIndex | null = null;
  const index = (): WorkspaceIndex => (headers ??= indexOf(files.headers, parse));
  return {
    evaluate(change) {
      if (change === null) return evaluatedBy(opened(), index);
      const { options } = change;
      const session = options.length === 0 ? opened() : open(options);
      const lines = byFile(change.lines);
      insert(session, lines);
      const evaluated = evaluatedBy(session, index);
      restore(session, lines);
      return evaluated;
    },
    modulesWith: (className, options) => modulesThatWrap(files.wraps, className, options),
    lineFor(like, args) {
      const session = opened();
      const file = session.type(like.type)?.wrap;
      const text = file ? session.textOf(file) : null;
      if (!file || text === null) return null;
      const variables = session.variablesBefore(file);
      return lineToAdd({ file, text, script: parse(text) }, like.className, args, variables);
    },
    similarNames: (name, classNames) =>
      nearMisses(pythonName(name), new Set([...classNames].map(pythonName))),
    unwrappedClass: (name) => unwrappedClass(index(), name),
    pythonFunction: (name) => pythonFunction(input.source, name),
  };
}

type Lines = ReadonlyMap<string, readonly NewLine[]>;

function byFile(lines: readonly NewLine[]): Lines {
  const files = new Map<string, NewLine[]>();
  for (const line of lines) files.set(line.file, [...(files.get(line.file) ?? []), line]);
  return files;
}

function insert(session: PredictionSession, lines: Lines): void {
  for (const [file, added] of lines) session.update(file, withLines(session.textOf(file) ?? '', added));
  session.settle();
}

function restore(session: PredictionSession, lines: Lines): void {
  for (const file of lines.keys()) session.update(file, null);
  session.settle();
}

function evaluatedBy(session: PredictionSession, index: () => WorkspaceIndex): Evaluated {
  const types = session.types();
  const made = types.flatMap(({ module, instantiations }) =>
    instantiations.map(({ cppType, className }) => ({ cppType, className, module })),
  );
  const modules = new Set(types.map(({ module }) => module));
  const diagnostics = new Map(types.map(({ name }) => [name, session.diagnostics(name)]));
  return {
    wrapped: new WrappedInstantiations(types),
    options: session.cacheEntries(),
    errors: session
      .diagnosticsOutside()
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message),
    diagnosticsOf: (type) => diagnostics.get(type) ?? [],
    missingFor: (cppTypes) => missingParts(cppTypes, index().types(), wrappedTypes(index(), made), modules),
  };
}

/** The classes of all headers. */
function indexOf(
  headers: readonly string[],
  parse: ConstructorParameters<typeof WorkspaceIndex>[0],
): WorkspaceIndex {
  const index = new WorkspaceIndex(parse);
  for (const header of headers) index.readHeader(header);
  return index;
}
