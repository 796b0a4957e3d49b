import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BuildTree, BuildType } from '../../build/build-tree';
import type { BuildStage } from '../../shared/states/build-stages';

/**
 * The types that have reached a stage before, up to date or not: their XML, `.idx` or C++ file exists. A library counts by its
 * C++, and stubs by what they are made from.
 */
export function typesAtStage(build: BuildTree, stage: BuildStage): BuildType[] {
  const idxOf = (name: string): string => path.join(build.layout.typedefs, `${name}.idx`);
  return build.types.filter(({ name, xml, swig }) => {
    switch (stage) {
      case 'xml':
        return existsSync(xml);
      case 'interface':
      case 'stubs':
        return existsSync(idxOf(name));
      case 'cpp':
      case 'library':
        return swig !== null && existsSync(swig.cpp);
    }
  });
}
