import type { BuildTree } from '../../../build/build-tree';
import type { NinjaStatement } from '../../../build/ninja-statements';
import type { TimingStage } from '../../../shared/timings/timings-report';

/** The module, and the type if the statement is about a single one. */
export interface Owner {
  module: string;
  type: string | null;
}

/** The statements of the wrapping, and the files in which their sizes are. */
export interface Owners {
  /** By the position of the statement. Null: it wraps nothing, as the compilation of ITK itself. */
  of: readonly (Owner | null)[];
  /** `Python.cpp` and the object file of each type, and the library of each module. Absolute. */
  typeFiles: ReadonlyMap<string, { cpp: string | null; object: string | null }>;
  moduleFiles: ReadonlyMap<string, { cpp: string | null; object: string | null; library: string | null }>;
}

/** What of a build decides which statements belong to what. */
export type WrappedBuild = Pick<BuildTree, 'types' | 'modules'>;

/** Finds out which type or module each statement works for, by the files that it makes and reads. */
export function ownersOf(
  statements: readonly NinjaStatement[],
  stages: readonly TimingStage[],
  build: WrappedBuild,
): Owners {
  const byFile = new Map<string, Owner>();
  const typeFiles = new Map<string, { cpp: string | null; object: string | null }>();
  const moduleFiles = new Map<
    string,
    { cpp: string | null; object: string | null; library: string | null }
  >();
  for (const { name, module, xml, swig } of build.types) {
    byFile.set(xml, { module, type: name });
    for (const output of swig?.outputs ?? []) byFile.set(output, { module, type: name });
    typeFiles.set(name, { cpp: swig?.cpp ?? null, object: null });
  }
  for (const { name, igeneratorOutputs, swig } of build.modules) {
    for (const output of [...igeneratorOutputs, ...(swig?.outputs ?? [])])
      if (!byFile.has(output)) byFile.set(output, { module: name, type: null });
    moduleFiles.set(name, { cpp: swig?.cpp ?? null, object: null, library: null });
  }
  const of: (Owner | null)[] = statements.map((statement, at) => {
    const stage = stages[at];
    if (statement.rule === 'phony' || stage === 'compile' || stage === 'link') return null;
    return firstOf(statement.outputs, byFile);
  });
  const objects = new Map<string, Owner>();
  statements.forEach(({ inputs, outputs }, at) => {
    if (stages[at] !== 'compile') return;
    const owner = firstOf(inputs, byFile);
    if (owner === null) return;
    of[at] = owner;
    for (const output of outputs) objects.set(output, owner);
    const files = owner.type === null ? moduleFiles.get(owner.module) : typeFiles.get(owner.type);
    if (files) files.object = outputs[0] ?? null;
  });
  statements.forEach(({ inputs, outputs }, at) => {
    if (stages[at] !== 'link') return;
    const owner = firstOf(inputs, objects);
    if (owner === null) return;
    of[at] = { module: owner.module, type: null };
    const files = moduleFiles.get(owner.module);
    if (files) files.library = outputs[0] ?? null;
  });
  return { of, typeFiles, moduleFiles };
}

function firstOf(files: readonly string[], owners: ReadonlyMap<string, Owner>): Owner | null {
  for (const file of files) {
    const owner = owners.get(file);
    if (owner) return owner;
  }
  return null;
}
