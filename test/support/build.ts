import path from 'node:path';
import type { BuildModule, BuildTree, BuildType } from '../../server/src/build/build-tree';

/** A build as plain data: modules by name, each with its types. Its files are below `dir`. */
export function buildOf(
  dir: string,
  modules: Record<string, string[]>,
  changes: Partial<BuildTree> = {},
): BuildTree {
  const inputs = path.join(dir, 'Wrapping/castxml_inputs');
  const pkl = path.join(dir, 'Wrapping/Generators/Python/itk-pkl');
  const source = path.join(dir, '../source');
  const typeOf = (module: string, name: string): BuildType => ({
    name,
    module,
    wrap: path.join(source, module, 'wrapping', `${name}.wrap`),
    cxx: path.join(inputs, `${name}.cxx`),
    inc: path.join(inputs, `${name}.castxml.inc`),
    xml: path.join(inputs, `${name}.xml`),
    inputs: [],
    swig: null,
    castxml: {
      cwd: dir,
      env: {},
      launcher: [],
      argv: [
        '/usr/bin/castxml',
        '-o',
        path.join(inputs, `${name}.xml`),
        `@${path.join(inputs, `${name}.castxml.inc`)}`,
        path.join(inputs, `${name}.cxx`),
      ],
    },
  });
  const moduleOf = (name: string, types: string[]): BuildModule => ({
    name,
    wrappingDir: path.join(source, name, 'wrapping'),
    types,
    dependencies: [],
    stampGeneration: 'pkl-stamp',
    stamp: path.join(pkl, `${name}.pkl.stamp`),
    igenerator: { cwd: dir, env: {}, launcher: [], argv: ['python3', 'igenerator.py'] },
    igeneratorOutputs: [path.join(pkl, `${name}.pkl.stamp`)],
    igeneratorInputs: [],
    swig: null,
  });
  return {
    dir,
    source,
    project: 'ITK',
    itkVersion: null,
    generator: 'Ninja',
    layout: { generation: 'main', inputs, typedefs: path.join(dir, 'Wrapping/Typedefs'), pkl },
    castxml: '/usr/bin/castxml',
    scheme: 'manifest',
    modules: Object.entries(modules).map(([name, types]) => moduleOf(name, types)),
    types: Object.entries(modules).flatMap(([module, types]) => types.map((name) => typeOf(module, name))),
    configureInputs: [],
    external: [],
    cache: new Map(),
    unsound: null,
    problems: [],
    ...changes,
  };
}
