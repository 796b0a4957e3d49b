import type { BuildModule, BuildTree, BuildType } from '../build/build-tree';
import { nearMisses } from '../shared/near-miss';
import { CannotAsk } from './exit';

/**
 * The types that `--type`, `--module` or `--all` select.
 * @throws CannotAsk if the build does not have a name
 */
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
  return [...names].map((name) => known.get(name) ?? notInBuild('type', name, known.keys()));
}

/**
 * The modules that `--module` or `--all` select.
 * @throws CannotAsk if the build does not have a name
 */
export function selectModules(build: BuildTree, wanted: { module?: string[]; all?: boolean }): BuildModule[] {
  if (wanted.all) return [...build.modules];
  const known = new Map(build.modules.map((module) => [module.name, module]));
  return (wanted.module ?? []).map((name) => known.get(name) ?? notInBuild('module', name, known.keys()));
}

/**
 * Refuses a name that is not known. Suggests the ones that may be meant, or else the command that lists all of them.
 * @param missing the sentence that says where the name is missing
 * @throws CannotAsk always
 */
export function unknownName(
  missing: string,
  name: string,
  known: Iterable<string>,
  list = 'itk-wrap status',
): never {
  const names = [...known];
  const lower = name.toLowerCase();
  const alike = nearMisses(name, names);
  const near =
    alike.length > 0 ? alike : names.filter((other) => other.toLowerCase().includes(lower)).slice(0, 3);
  throw new CannotAsk(
    `${missing} ${near.length > 0 ? `Did you mean ${near.join(', ')}?` : `“${list}” lists them.`}`,
  );
}

const notInBuild = (kind: 'type' | 'module', name: string, known: Iterable<string>): never =>
  unknownName(`This build has no ${kind} ${name}.`, name, known);
