import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { BuildModule, BuildTree, BuildType } from '../build/types';
import type { FileFact, ModuleFiles, PipelineFacts, TypeFiles } from './graph';
import type { Pipeline } from './pipeline';
import { StatMemo } from './statMemo';

/** Everything that a picture of the pipeline is made of, read from the disk as it is now. */
export async function pipelineFacts(pipeline: Pipeline): Promise<PipelineFacts> {
  const { build } = pipeline;
  const stats = new StatMemo();
  const pklOfType = await countPkl(build);
  const [typeFiles, moduleFiles] = await Promise.all([
    Promise.all(
      build.types.map(
        async (type) =>
          [type.name, await filesOfType(pipeline, type, stats, pklOfType.get(type.name) ?? 0)] as const,
      ),
    ),
    Promise.all(
      build.modules.map(async (module) => [module.name, await filesOfModule(build, module, stats)] as const),
    ),
  ]);
  return {
    build: build.dir,
    modules: pipeline.allModules(),
    types: pipeline.allTypes(),
    typeFiles: new Map(typeFiles),
    moduleFiles: new Map(moduleFiles),
  };
}

async function filesOfType(
  pipeline: Pipeline,
  type: BuildType,
  stats: StatMemo,
  present: number,
): Promise<TypeFiles> {
  const { layout } = pipeline.build;
  const interfaces = [`${type.name}.i`, `${type.name}.idx`, `${type.name}SwigInterface.h`].map((name) =>
    path.join(layout.typedefs, name),
  );
  if (layout.pkl) interfaces.push(path.join(layout.pkl, `${type.name}.index.txt`));
  const fact = (file: string): Promise<FileFact> => factOf(file, stats);
  const state = pipeline.module(type.module)?.pkl;
  const own = state?.missing.filter((file) => path.basename(file).endsWith(`.${type.name}.pkl`)) ?? [];
  return {
    inputs: await Promise.all([type.cxx, type.inc].map(fact)),
    xml: await fact(type.xml),
    interfaces: await Promise.all(interfaces.map(fact)),
    pkl: layout.pkl && state ? { listed: present + own.length, missing: own } : null,
    cpp: await fact(path.join(pipeline.build.dir, 'Wrapping/Modules', type.module, `${type.name}Python.cpp`)),
    castxml: null,
    cached: null,
    swig: null,
  };
}

/** The library has a suffix that depends on Python's version: the folder is listed for it. */
async function filesOfModule(build: BuildTree, module: BuildModule, stats: StatMemo): Promise<ModuleFiles> {
  const python = path.join(build.dir, 'Wrapping/Generators/Python/itk');
  const prefix = `_${module.name}Python.`;
  const names = await readdir(python).catch(() => []);
  const library = names.find((name) => name.startsWith(prefix) && /\.(so|pyd|dylib)$/.test(name));
  return {
    library: await factOf(path.join(python, library ?? `${prefix}so`), stats),
    stubs: [await factOf(path.join(python, '_proxies.pyi'), stats)],
    igenerator: null,
  };
}

async function factOf(file: string, stats: StatMemo): Promise<FileFact> {
  return { path: file, mtimeMs: await stats.mtime(file) };
}

/** How many pkl files each type has: `<Class>.<T>.pkl`. */
async function countPkl(build: BuildTree): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const name of build.layout.pkl ? await readdir(build.layout.pkl).catch(() => []) : []) {
    const type = /\.([^.]+)\.pkl$/.exec(name)?.[1];
    if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
