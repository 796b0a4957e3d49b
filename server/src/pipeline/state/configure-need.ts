import path from 'node:path';
import { parseCxx } from '../../build/inputs/castxml-cxx';
import type { BuildType } from '../../build/build-tree';
import type { Instantiation } from '../../shared/type-state';
import type { Verdict } from '../../cache/api';
import type { ConfigureNeed } from '../../shared/type-state';

/** What an evaluation says that CMake would generate for a type. */
export interface PredictedInput {
  name: string;
  module: string;
  wrap: string | null;
  /** The text of the `.cxx`; null where none would be written. */
  cxx: string | null;
  /** CMake would stop before it writes the file, so configuring would leave it as it is. */
  cutShort?: boolean;
}

/** Asks the cache for a run of CastXML whose inputs hold other bytes than the disk has. */
type Ask = (
  command: NonNullable<BuildType['castxml']>,
  contents: ReadonlyMap<string, Buffer>,
) => Promise<Verdict | undefined>;

/**
 * What configuring would change of a type; null where it would change nothing.
 * @param predicted null: nothing of that name would be wrapped
 * @param generated the `.cxx` that CMake wrote last; null where there is none
 * @param type how CastXML runs, or would; null where that is not known
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

/** What one generated `.cxx` has that another has not; smart pointers and superclasses are not counted. */
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
  const own = parseCxx(cxx).filter(({ companionOf }: Instantiation) => companionOf === undefined);
  return new Map(own.map(({ name, cppType }) => [name, cppType]));
}

/**
 * How a type that the build does not have yet would be run, and the contents of its response file: as for another type
 * of its module, whose response file says the same, since it is made of the module's include directories.
 */
export function likeSibling(
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
