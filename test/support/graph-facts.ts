import type { Instantiation } from '../../server/src/shared/type-state';
import type {
  FileFact,
  HeaderFact,
  ModuleFiles,
  PipelineFacts,
  TypeFiles,
} from '../../server/src/graph/pipeline-facts';
import type { ModuleStatus, TypeState } from '../../server/src/shared/type-state';
import type { CacheState, ModuleState, XmlState } from '../../server/src/shared/state-words';
import { randomNumbers } from './random';
import { aModule, aType } from './states';

const build = '/build/itk';

/** The size of a made-up build. */
export interface FactsSize {
  modules: number;
  /** The number of types of module `i`. */
  typesOf?: (module: number) => number;
  headersPerType?: number;
  seed?: number;
}

/** A made-up build of any size. It is the same for the same arguments, and has some types in each state. */
export function makeFacts({
  modules,
  typesOf = () => 8,
  headersPerType = 0,
  seed = 1,
}: FactsSize): PipelineFacts {
  const numbers = randomNumbers(seed);
  const random = (): number => numbers(2 ** 31) / 2 ** 31;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const statuses: ModuleStatus[] = [];
  const types: TypeState[] = [];
  const typeFiles = new Map<string, TypeFiles>();
  const moduleFiles = new Map<string, ModuleFiles>();
  const headers = new Map<string, HeaderFact[]>();
  const users = new Map<string, string[]>();
  for (let m = 0; m < modules; m++) {
    const name = `ITKModule${String(m).padStart(2, '0')}`;
    const state: ModuleState =
      random() < 0.7 ? 'complete' : pick(['stamp-missing', 'pkl-missing', 'never-run', 'out-of-date']);
    const names: string[] = [];
    for (let t = 0; t < typesOf(m); t++) {
      const type = typeState(`itkModule${m}Type${t}ImageFilter`, name, pick, random);
      names.push(type.name);
      types.push(type);
      typeFiles.set(type.name, filesOf(type, state, random));
      const read = Array.from({ length: headersPerType }, (_, h) => headerFact(h, m, t, random));
      headers.set(type.name, read);
      for (const { path } of read) users.set(path, [...(users.get(path) ?? []), type.name]);
    }
    statuses.push(
      aModule({
        name,
        wrappingDir: `/src/Modules/${name}/wrapping`,
        types: names,
        dependencies: dependenciesOf(m, random),
        state,
        stamp: `${build}/Wrapping/Generators/Python/itk-pkl/${name}.pkl.stamp`,
        pkl: {
          missing: state === 'pkl-missing' ? [`${build}/itk-pkl/${names[0] ?? name}.pkl`] : [],
          present: state === 'pkl-missing' ? Math.max(0, names.length - 1) : names.length,
          stampPresent: state !== 'stamp-missing',
        },
      }),
    );
    moduleFiles.set(name, {
      library: fact(
        `${build}/Wrapping/Generators/Python/itk/_${name}Python.so`,
        random() < 0.8 ? 9000 : null,
      ),
      stubs: [fact(`${build}/Wrapping/Generators/Python/itk/_proxies.pyi`, 9500)],
      igenerator: state === 'never-run' ? null : { seconds: 5 + random() * 40, endedMs: 6000 },
    });
  }
  return {
    build,
    modules: statuses,
    types,
    typeFiles,
    moduleFiles,
    headers: {
      headersOf: (type) => headers.get(type) ?? null,
      usersOf: (header) => users.get(header) ?? null,
    },
    running: [],
  };
}

function typeState(
  name: string,
  module: string,
  pick: <T>(list: readonly T[]) => T,
  random: () => number,
): TypeState {
  const state: CacheState =
    random() < 0.75 ? 'hit' : pick(['hit-l2', 'miss', 'miss', 'unverified', 'unknown']);
  const xmlState: XmlState = state === 'hit' ? 'fresh' : pick(['fresh', 'stale', 'missing']);
  const instantiations: Instantiation[] = Array.from(
    { length: 1 + Math.floor(random() * 12) },
    (_, line) => ({
      name: `${name}IF${line}`,
      cppType: `itk::${name}<${line}>`,
      className: `itk::${name}`,
      line,
    }),
  );
  return aType({
    name,
    module,
    wrap: `/src/Modules/${module}/wrapping/${name}.wrap`,
    cxx: `${build}/Wrapping/castxml_inputs/${name}.cxx`,
    inc: `${build}/Wrapping/castxml_inputs/${name}.castxml.inc`,
    xml: `${build}/Wrapping/castxml_inputs/${name}.xml`,
    state,
    reason: state === 'miss' ? { kind: 'header-changed', subject: '/src/include/itkObject.h' } : null,
    root: state === 'hit' ? '/cache' : null,
    xmlState,
    staleBecause: xmlState === 'stale' ? '/src/include/itkObject.h' : null,
    instantiations,
  });
}

function filesOf(type: TypeState, module: ModuleState, random: () => number): TypeFiles {
  const made = module === 'never-run' ? null : 5000;
  const pickles = module === 'pkl-missing' && random() < 0.3 ? [`${type.name}.pkl`] : [];
  return {
    inputs: [fact(type.cxx, 1000), fact(type.inc, 1000)],
    xml: fact(type.xml, type.xmlState === 'missing' ? null : 3000),
    interfaces: ['.i', '.idx', '.index.txt'].map((end) =>
      fact(`${build}/Wrapping/Typedefs/${type.name}${end}`, made),
    ),
    pkl: { listed: made === null ? 0 : type.instantiations.length, missing: pickles },
    cpp: fact(`${build}/Wrapping/${type.name}Python.cpp`, made === null ? null : 7000),
    castxml: { seconds: 1 + random() * 3, endedMs: 3000 },
    cached: type.state === 'hit' ? { seconds: 0.05 + random() * 0.1, endedMs: 3000 } : null,
    swig: made === null ? null : { seconds: 2 + random() * 8, endedMs: 7000 },
  };
}

function headerFact(h: number, module: number, type: number, random: () => number): HeaderFact {
  const path =
    h % 3 === 0
      ? `/usr/include/c++/12/bits/header${h}.h`
      : h % 3 === 1
        ? `/src/Modules/Core/Common/include/itkCore${h}.h`
        : `/src/Modules/ITKModule${module}/include/itkPart${h + (type % 4)}.h`;
  return { path, state: random() < 0.01 ? 'changed' : 'present' };
}

/** A few modules at the bottom, and many that depend on a few of those before them. */
function dependenciesOf(module: number, random: () => number): string[] {
  const count = module === 0 ? 0 : 1 + Math.floor(random() * 3);
  const needed = Array.from({ length: count }, () => Math.floor(module * random() ** 1.7));
  return [...new Set(needed)].map((index) => `ITKModule${String(index).padStart(2, '0')}`);
}

function fact(path: string, mtimeMs: number | null): FileFact {
  return { path, mtimeMs };
}
