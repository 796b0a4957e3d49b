import path from 'node:path';
import { parseCxx } from '../../build/inputs/castxml-cxx';
import type { BuildType } from '../../build/build-tree';
import { instantiationsOf as counted } from '../../shared/states/counts';
import type { Verdict } from '../../cache/api';
import type { ConfigureNeed } from '../../shared/type-state';

/** What CMake would generate for a type, according to an evaluation. */
export interface PredictedInput {
  name: string;
  module: string;
  wrap: string | null;
  /** The text of the `.cxx`; null if none would be written. */
  cxx: string | null;
  /** Whether CMake would stop before it writes the file, so that configuring would not change it. */
  cutShort?: boolean;
}

/** Inspects a run of CastXML whose inputs differ from those on disk. */
type Ask = (
  command: NonNullable<BuildType['castxml']>,
  contents: ReadonlyMap<string, Buffer>,
) => Promise<Verdict | undefined>;

/**
 * How configuring would change a type. Null if it would change nothing.
 * @param predicted null: no type of that name would be wrapped
 * @param generated the `.cxx` that CMake wrote last; null if there is none
 * @param type how CastXML runs, or would run; null if unknown
 */
export async function configureNeedOf(
  predicted: PredictedInput | null,
  generated: string | null,
  type: BuildType | null,
  ask: Ask,
  contents: ReadonlyMap<string, Buffer> = new Map(),
): Promise<ConfigureNeed | null> {
  const fresh = predicted?.cxx ?? null;
  if (fresh === generated || predicted?.cutShort) return null;
  const verdict =
    fresh !== null && type?.castxml
      ? await ask(type.castxml, new Map([...contents, [type.cxx, Buffer.from(fresh)]]))
      : undefined;
  return {
    kind: generated === null ? 'new' : fresh === null ? 'gone' : 'changed',
    ...compareInstantiations(generated ?? '', fresh ?? ''),
    l1: verdict?.l1 ?? null,
    state: verdict?.state ?? 'unknown',
    reason: verdict?.reason ?? null,
  };
}

/** The differences between two generated `.cxx` files, without smart pointers and superclasses. */
export function compareInstantiations(
  before: string,
  after: string,
): Pick<ConfigureNeed, 'added' | 'removed' | 'changed'> {
  const old = instantiationsOf(before);
  const fresh = instantiationsOf(after);
  return {
    added: [...fresh.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !fresh.has(name)),
    changed: [...fresh.keys()].filter((name) => old.has(name) && old.get(name) !== fresh.get(name)),
  };
}

function instantiationsOf(cxx: string): Map<string, string> {
  const own = counted({ instantiations: parseCxx(cxx) });
  return new Map(own.map(({ name, cppType }) => [name, cppType]));
}

/**
 * How CastXML would run for a type that the build does not have yet, and the content of its response file. Both are taken
 * from another type of its module. The response file is the same, because it is made from the module's include directories.
 */
export function runLikeSibling(
  sibling: BuildType,
  { name, module, wrap }: PredictedInput,
  responseFile: Buffer | null,
): { type: BuildType; contents: Map<string, Buffer> } {
  const renamed = (text: string): string => {
    for (const file of [sibling.cxx, sibling.xml, sibling.inc]) {
      const base = path.basename(file);
      if (base.startsWith(`${sibling.name}.`))
        text = text.replaceAll(path.join(path.dirname(file), base), fileOf(file));
    }
    return text;
  };
  const fileOf = (file: string): string =>
    path.join(path.dirname(file), path.basename(file).replace(`${sibling.name}.`, `${name}.`));
  const { castxml } = sibling;
  const type: BuildType = {
    ...sibling,
    name,
    module,
    wrap,
    cxx: fileOf(sibling.cxx),
    inc: renamed(sibling.inc),
    xml: fileOf(sibling.xml),
    castxml: castxml && { ...castxml, argv: castxml.argv.map(renamed) },
    inputs: [],
  };
  return { type, contents: new Map(responseFile === null ? [] : [[type.inc, responseFile]]) };
}
