import { lastRuns, type NinjaLog } from '../../build/generators/ninja-log';
import { SHARED_STAGES, type SharedStage } from '../../shared/timings/timings-report';

/** What a type cost in the build, as ninja's log and the disk know it. */
export interface TypeCosts {
  instantiations: number;
  /** Seconds of the last full run of each stage. Null if the log has none. */
  stages: Readonly<Record<SharedStage, number | null>>;
  /** The size of its Python.cpp in bytes. Null if there is none. */
  cppBytes: number | null;
}

/** A type of a build, with the files whose making costs time. */
export interface CostedType {
  name: string;
  instantiations: number;
  /** Absolute. */
  xml: string;
  /** SWIG's C++, absolute. Null if the build does not say. */
  cpp: string | null;
}

/**
 * The costs of types. A run from a cache does not count, since it says nothing about the type. igenerator and the linker run for
 * whole modules, so they belong to no type.
 * @param sizeOf the size of a file in bytes; null if there is none
 */
export function typeCostsOf(
  types: readonly CostedType[],
  log: NinjaLog,
  sizeOf: (file: string) => number | null,
): Map<string, TypeCosts> {
  const objects = objectsIn(log);
  const secondsOf = (output: string | null | undefined): number | null =>
    (output ? lastRuns(log.get(output) ?? []).full?.seconds : undefined) ?? null;
  return new Map(
    types.map(({ name, instantiations, xml, cpp }) => {
      const stages = {
        castxml: secondsOf(xml),
        swig: secondsOf(cpp),
        compile: secondsOf(cpp === null ? null : objects.get(baseName(cpp))),
      };
      return [name, { instantiations, stages, cppBytes: cpp === null ? null : sizeOf(cpp) }];
    }),
  );
}

/** The object files of the log, by the name of the file that was compiled. CMake adds `.o` or `.obj` to it. */
function objectsIn(log: NinjaLog): Map<string, string> {
  const objects = new Map<string, string>();
  for (const output of log.keys()) {
    const compiled = /^(.*)\.(?:o|obj)$/.exec(baseName(output))?.[1];
    if (compiled !== undefined) objects.set(compiled, output);
  }
  return objects;
}

const baseName = (file: string): string =>
  file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);

/** The sum over the stages that are known. Null if none is. */
export function secondsOfAll({ stages }: Pick<TypeCosts, 'stages'>): number | null {
  const known = SHARED_STAGES.map((stage) => stages[stage]).filter((seconds) => seconds !== null);
  return known.length === 0 ? null : known.reduce((sum, seconds) => sum + seconds, 0);
}
