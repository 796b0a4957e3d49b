import path from 'node:path';
import { parseCxx } from '../../build/inputs/castxml-cxx';
import { textOrNullSync } from '../../host/read-regular-file';
import { instantiationsOf } from '../../shared/states/counts';
import type { TreeFinding, UnwrappedHeader, WrappedInstantiation } from '../../shared/diff/diff-report';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import { unwrappedClasses } from '../../wrapping/index/unwrapped-classes';
import type { CheckTarget } from '../check/check-target';
import { type CheckedTree, withCheckedTree } from '../check/run-check';

/** What a source tree wraps at one time, as plain data. No path of a temporary folder is part of it. */
export interface TreeState {
  types: readonly WrappedType[];
  findings: readonly TreeFinding[];
  /** Classes that have a header but no `.wrap` file. */
  unwrapped: readonly UnwrappedHeader[];
  /** Why the tree was not evaluated, or only in part. Null if it was. */
  notEvaluated: string | null;
}

/** A type with its instantiations. Files are relative to the top of the repository, with slashes. */
export interface WrappedType {
  name: string;
  module: string;
  /** Its `.wrap` file, or null if there is none. */
  wrap: string | null;
  /** The text of the `.wrap` file. Empty if there is none. */
  text: string;
  /** The text of its `.cxx`. Null if none would be written. */
  cxx: string | null;
  /** Whether CMake would stop before it writes the `.cxx`. */
  cutShort: boolean;
  instantiations: readonly WrappedInstantiation[];
}

/**
 * Evaluates and checks a source tree.
 * @param home the folder that the tree is a copy of
 * @param top the top of its repository
 */
export function readTreeState(target: CheckTarget, home: string, top: string): Promise<TreeState> {
  return withCheckedTree(
    target,
    null,
    (tree) => Promise.resolve(stateOf(tree, new Places(target.source, home, top))),
    { keep: false },
  );
}

function stateOf({ result, index, evaluation, types }: CheckedTree, places: Places): TreeState {
  const lines = new Lines();
  return {
    types: types.map(({ name, module, wrap, cxx, cutShort = false }) => {
      const lineOf = new Map<string, number>();
      for (const { range, instantiations } of (wrap && evaluation?.generatedBy(wrap)) || [])
        for (const one of instantiations) lineOf.set(one.name, range.start.line + 1);
      const own = instantiationsOf({ instantiations: parseCxx(cxx ?? '') });
      return {
        name,
        module,
        wrap: wrap && places.shown(wrap),
        text: wrap === null ? '' : (textOrNullSync(wrap) ?? ''),
        cxx: cxx && places.cleaned(cxx),
        cutShort,
        instantiations: own.map((one) => ({
          name: one.name,
          cppType: one.cppType,
          line: lineOf.get(one.name) ?? null,
        })),
      };
    }),
    findings: result.findings.map((one) => findingOf(one, places, lines)),
    unwrapped: unwrappedClasses(index, evaluation?.enabled() ?? null).map(({ name, module, file }) => ({
      name,
      module,
      header: places.shown(file),
    })),
    notEvaluated: result.notEvaluated && places.cleaned(result.notEvaluated),
  };
}

function findingOf(
  { code, severity, message, location: { file, range } }: Diagnostic,
  places: Places,
  lines: Lines,
): TreeFinding {
  return {
    code,
    severity,
    message: places.cleaned(message),
    file: places.shown(file),
    line: range.start.line + 1,
    column: range.start.character + 1,
    text: lines.of(file, range.start.line).trim(),
  };
}

/** Translates the paths of a copy of a source tree to those of the tree. */
class Places {
  constructor(
    private readonly copy: string,
    private readonly home: string,
    private readonly top: string,
  ) {}

  /** A text with the paths of the tree instead of those of its copy. */
  cleaned(text: string): string {
    return text.replaceAll(this.copy, this.home).replaceAll(posix(this.copy), posix(this.home));
  }

  /** A file as git writes it: relative to the top of the repository. Other files keep their absolute paths. */
  shown(file: string): string {
    const real = this.cleaned(file);
    const relative = posix(path.relative(this.top, real));
    return relative.startsWith('../') || path.isAbsolute(relative) ? real : relative;
  }
}

const posix = (file: string): string => file.split(path.sep).join('/');

/** The lines of files, read once. */
class Lines {
  private readonly files = new Map<string, readonly string[]>();

  of(file: string, line: number): string {
    let lines = this.files.get(file);
    if (lines === undefined) this.files.set(file, (lines = (textOrNullSync(file) ?? '').split('\n')));
    return lines[line] ?? '';
  }
}
