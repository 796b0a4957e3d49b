import { existsSync } from 'node:fs';
import path from 'node:path';
import { findBuilds } from '../build/find';
import { readBuild } from '../build/readBuild';
import type { BuildModule, BuildTree, BuildType } from '../build/types';
import { nearMisses } from '../wrapping/checks/nearMiss';
import { CannotAsk } from './exit';

/**
 * The build that `--build` names; without it, the one that the current directory lies in, or one found below or beside it.
 * @throws CannotAsk where there is none, or it has no wrapping
 */
export async function loadBuild(option: string | undefined): Promise<BuildTree> {
  const dir = option === undefined ? await findBuild(process.cwd()) : path.resolve(option);
  if (!existsSync(path.join(dir, 'CMakeCache.txt')))
    throw new CannotAsk(
      `${dir} is not a build directory: it has no CMakeCache.txt. Name one with --build DIR.`,
    );
  const build = await readBuild(dir);
  if (build.types.length === 0) {
    const [problem] = build.problems;
    throw new CannotAsk(
      problem
        ? `${problem.message} ${problem.next}`
        : `${dir} has no wrapped types. Configure it with -DITK_WRAP_PYTHON=ON.`,
    );
  }
  return build;
}

/** Types by `--type`, `--module` or `--all`. @throws CannotAsk on a name that the build does not have */
export function selectTypes(
  build: BuildTree,
  wanted: { type?: string[]; module?: string[]; all?: boolean },
): BuildType[] {
  if (wanted.all) return [...build.types];
  const names = new Set(wanted.type ?? []);
  for (const module of selectModules(build, { module: wanted.module ?? [] }))
    for (const type of module.types) names.add(type);
  if (names.size === 0) throw new CannotAsk('Name what to run: --type T…, --module M… or --all.');
  const known = new Map(build.types.map((type) => [type.name, type]));
  return [...names].map((name) => known.get(name) ?? unknownName('type', name, known.keys()));
}

/** Modules by `--module` or `--all`. @throws CannotAsk on a name that the build does not have */
export function selectModules(build: BuildTree, wanted: { module?: string[]; all?: boolean }): BuildModule[] {
  if (wanted.all) return [...build.modules];
  const known = new Map(build.modules.map((module) => [module.name, module]));
  return (wanted.module ?? []).map((name) => known.get(name) ?? unknownName('module', name, known.keys()));
}

async function findBuild(start: string): Promise<string> {
  for (let dir = start; ; dir = path.dirname(dir)) {
    if (existsSync(path.join(dir, 'CMakeCache.txt'))) return dir;
    if (dir === path.dirname(dir)) break;
  }
  const found = (await findBuilds([start])).find(({ usable }) => usable);
  if (!found)
    throw new CannotAsk(`No build with ITK_WRAP_PYTHON on in or beside ${start}. Name one with --build DIR.`);
  return found.dir;
}

function unknownName(kind: 'type' | 'module', name: string, known: Iterable<string>): never {
  const names = [...known];
  const lower = name.toLowerCase();
  const alike = nearMisses(name, names);
  const near =
    alike.length > 0 ? alike : names.filter((other) => other.toLowerCase().includes(lower)).slice(0, 3);
  throw new CannotAsk(
    `This build has no ${kind} ${name}. ${near.length > 0 ? `Did you mean ${near.join(', ')}?` : '“itk-wrap status” lists them.'}`,
  );
}
