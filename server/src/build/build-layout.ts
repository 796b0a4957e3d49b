import { pathsOf } from './build-paths';
import type { BuildType, WrappingLayout } from './build-tree';

/**
 * The layout of this build, inferred from its types. In 5.2 all files are in `Wrapping/`, and since 5.3 they are in
 * `castxml_inputs/`. ITK's main branch has one `.castxml.inc` per type. Without types, the layout of the main branch is
 * assumed.
 */
export function layoutOf(
  dir: string,
  types: readonly BuildType[],
  known: {
    pklDir: string | null;
    modules: readonly { igeneratorOutputs: readonly string[]; stamp: string | null }[];
  },
): WrappingLayout {
  const paths = pathsOf(dir);
  const first = types[0];
  const inputs = first ? paths.dirname(first.xml) : paths.join(dir, 'Wrapping', 'castxml_inputs');
  const idx = known.modules
    .flatMap((module) => module.igeneratorOutputs)
    .find((file) => file.endsWith('.idx'));
  const wrapping = paths.basename(inputs) === 'castxml_inputs' ? paths.dirname(inputs) : inputs;
  const generation =
    !first || ownInc(first) ? 'main' : paths.basename(inputs) === 'castxml_inputs' ? '5.3' : '5.2';
  // A 5.2 build with added stamps has them in the folder where later versions have their pkl files.
  const stamp = known.modules.find((module) => module.stamp !== null)?.stamp;
  const pkl = known.pklDir ?? (stamp ? paths.dirname(stamp) : null);
  return {
    generation,
    inputs,
    typedefs: idx === undefined ? paths.join(wrapping, 'Typedefs') : paths.dirname(idx),
    pkl: pkl ?? (generation === '5.2' ? null : paths.join(wrapping, 'Generators', 'Python', 'itk-pkl')),
  };
}

function ownInc(type: BuildType): boolean {
  return pathsOf(type.inc).basename(type.inc) === `${type.name}.castxml.inc`;
}
