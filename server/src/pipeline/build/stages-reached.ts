import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BuildTree, BuildType } from '../../build/build-tree';
import { reaches, type BuildStage } from '../../shared/states/build-stages';

/**
 * How far each type has come before, up to date or not: whether its XML, `.idx` or C++ file exists. A library counts by its C++.
 * A type without any file is new, and counts as much as the type of its module that has come furthest. Types of which nothing is
 * known are left out.
 */
export function stagesReached(build: BuildTree): Map<BuildType, BuildStage> {
  const own = new Map(build.types.map((type) => [type, stageOf(build, type)]));
  const furthest = new Map<string, BuildStage>();
  for (const [{ module }, stage] of own) {
    const before = furthest.get(module);
    if (stage !== null && (before === undefined || reaches(stage, before))) furthest.set(module, stage);
  }
  return new Map(
    [...own].flatMap(([type, stage]): [BuildType, BuildStage][] => {
      const counts = stage ?? furthest.get(type.module);
      return counts === undefined ? [] : [[type, counts]];
    }),
  );
}

function stageOf({ layout }: BuildTree, { name, xml, swig }: BuildType): BuildStage | null {
  if (swig !== null && existsSync(swig.cpp)) return 'library';
  if (existsSync(path.join(layout.typedefs, `${name}.idx`))) return 'interface';
  return existsSync(xml) ? 'xml' : null;
}
