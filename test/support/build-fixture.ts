/** The files of small build folders, written by hand in the form that CMake's Ninja generator uses for ITK. */

export interface FixtureOptions {
  /** The ITK version, which decides where the files are. Default: `main`. */
  generation?: '5.2' | '5.3' | 'main';
  /** Inserted before castxml. */
  launcher?: string;
  /** Added to igenerator's arguments. `%M` is replaced by the module. */
  igeneratorExtra?: string;
  /** Added to igenerator's outputs, relative to the build. */
  extraOutput?: string;
}

/** Modules by name, each with its types and the modules that it depends on. */
export type FixtureModules = Record<string, { types: string[]; dependencies?: string[] }>;

/**
 * The CMakeCache.txt and build.ninja of a build in `dir`, configured from the sources in `source`. The result is keyed by
 * file name.
 */
export function buildFixture(
  dir: string,
  source: string,
  modules: FixtureModules,
  options: FixtureOptions = {},
): Record<string, string> {
  const generation = options.generation ?? 'main';
  const inputs = generation === '5.2' ? 'Wrapping' : 'Wrapping/castxml_inputs';
  const incOf = (module: string, type: string): string =>
    ({ '5.2': `${inputs}/${module}`, '5.3': `${inputs}/`, main: `${inputs}/${type}` })[generation] +
    '.castxml.inc';
  const pkl = 'Wrapping/Generators/Python/itk-pkl';
  const edges: string[] = [];
  const wraps: string[] = [];
  for (const [module, { types, dependencies = [] }] of Object.entries(modules)) {
    for (const type of types) {
      const stem = `${inputs}/${type}`;
      const inc = incOf(module, type);
      const flags = generation === 'main' ? '--castxml-output=1' : '--castxml-gccxml';
      const wrap = `${source}/${module}/wrapping/${type}.wrap`;
      wraps.push(wrap);
      edges.push(
        `build ${stem}.xml | \${cmake_ninja_workdir}${stem}.xml: CUSTOM_COMMAND ${stem}.cxx ${inc} ${source}/${module}/include/${type}.h\n` +
          `  COMMAND = cd ${dir}/Wrapping/Modules/${module} && ${options.launcher ? options.launcher + ' ' : ''}/usr/bin/castxml -o ${dir}/${stem}.xml ${flags} --castxml-start _wrapping_ --castxml-cc-gnu "(" /usr/bin/c++ -std=c++17 ")" -w -c @${dir}/${inc} ${dir}/${stem}.cxx\n` +
          `  DESC = Generating ${type}.xml\n  restat = 1\n`,
      );
    }
    const index = generation === '5.2' ? [] : types.map((type) => `${pkl}/${type}.index.txt`);
    const outputs = [
      ...types.map((type) => `Wrapping/Typedefs/${type}.i`),
      ...types.map((type) => `Wrapping/Typedefs/${type}.idx`),
      ...index,
      ...(options.extraOutput ? [options.extraOutput.replaceAll('%M', module)] : []),
    ];
    const mdx = [module, ...dependencies]
      .map((name) => `--mdx ${dir}/Wrapping/Typedefs/${name}.mdx`)
      .join(' ');
    const pklArguments =
      generation === '5.2'
        ? ''
        : ` --pyi_index_list "${index.map((file) => `${dir}/${file}`).join(';')}" --pkl_dir ${dir}/${pkl}`;
    edges.push(
      `build ${outputs.join(' ')} | ${outputs.map((output) => '${cmake_ninja_workdir}' + output).join(' ')}: CUSTOM_COMMAND ${source}/igenerator.py ${types.map((type) => `${inputs}/${type}.xml`).join(' ')} || ${dependencies.map((name) => `${name}Swig`).join(' ')}\n` +
        `  COMMAND = cd ${dir}/Wrapping && /usr/bin/python3 ${source}/igenerator.py ${mdx} -w1 --submodule-order "${types.join(';')}"${pklArguments}${(options.igeneratorExtra ?? '').replaceAll('%M', module)}\n` +
        `  DESC = Run igenerator.py for ${module}\n  restat = 1\n`,
    );
  }
  const cache = [
    'CASTXML_EXECUTABLE:FILEPATH=/usr/bin/castxml',
    'CMAKE_GENERATOR:INTERNAL=Ninja',
    `CMAKE_HOME_DIRECTORY:INTERNAL=${source}`,
    `CMAKE_CACHEFILE_DIR:INTERNAL=${dir}`,
    'CMAKE_PROJECT_NAME:STATIC=ITK',
    'CMAKE_PROJECT_VERSION:STATIC=6.0.0',
    'ITK_WRAP_PYTHON:BOOL=ON',
  ];
  return {
    'CMakeCache.txt': cache.join('\n') + '\n',
    'CMakeFiles/rules.ninja':
      'rule CUSTOM_COMMAND\n  command = $COMMAND\n  description = $DESC\n\nrule RERUN_CMAKE\n  command = cmake --regenerate-during-build\n  generator = 1\n',
    'build.ninja': [
      '# CMAKE generated file\nninja_required_version = 1.8\n',
      'include CMakeFiles/rules.ninja\n',
      `cmake_ninja_workdir = ${dir}/\n`,
      'build all: phony ITKCommonCastXML\n',
      ...edges,
      `build build.ninja: RERUN_CMAKE | CMakeCache.txt ${wraps.join(' ')}\n  pool = console\n`,
      'default all\n',
    ].join('\n'),
  };
}
