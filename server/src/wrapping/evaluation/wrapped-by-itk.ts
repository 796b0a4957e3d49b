import path from 'node:path';
import { classNameOf, parseCxx } from '../../build/inputs/castxml-cxx';
import type { FileSystem } from '../../host/file-system';
import { normalized, registeredNames } from '../index/type-names';

/** An instantiation that the ITK behind a module wraps. */
export interface ItkInstantiation {
  /** The alias, such as `itkImageF2`. */
  name: string;
  /** Its C++ type, such as `itk::Image< float,2 >`. */
  cppType: string;
  /** The class without its arguments. A superclass that is wrapped with its subclass is `itk::Foo::Superclass`. */
  className: string;
  /** The module that wraps it, or null if the build does not say. */
  module: string | null;
}

/** What the ITK that an external module is built against wraps. */
export interface WrappedByItk {
  instantiations: readonly ItkInstantiation[];
  /** Its modules, each with the modules that it depends on. */
  modules: ReadonlyMap<string, readonly string[]>;
  /** Whether it wraps a type, given by its normalized name (`normalized` in type-names.ts). */
  wraps(typeName: string): boolean;
  /** What wraps exactly this type, with all its arguments, given by its normalized name. */
  instantiationOf(typeName: string): ItkInstantiation | undefined;
}

/** What belongs to the external module itself, although CMake writes it into ITK's build tree. */
export interface OwnWrapping {
  modules: ReadonlySet<string>;
  types: ReadonlySet<string>;
}

/**
 * Reads what an ITK build tree wraps from the files that it has: the inputs of castxml and the Python configuration, which
 * CMake writes, and the index files, which igenerator writes. Returns null if it has none of them, like an installed ITK.
 * The files are untrusted, and those that cannot be read are skipped.
 * @param itkDir the value of ITK_DIR
 */
export function readWrappedByItk(
  itkDir: string,
  files: Pick<FileSystem, 'read' | 'list'>,
  own: OwnWrapping,
): WrappedByItk | null {
  const wrapping = path.join(itkDir, 'Wrapping');
  const { modules, templates } = readConfigurations(wrapping, files, own.modules);
  const found = new Map<string, ItkInstantiation>();
  const add = (name: string, cppType: string, module: string | null): void => {
    if (!found.has(name)) found.set(name, { name, cppType, className: classNameOf(cppType), module });
  };
  for (const text of textsOf(wrapping, '.cxx', files, own.types))
    for (const { name, cppType, companionOf } of parseCxx(text))
      add(name, cppType, templates.get(companionOf ?? name)?.module ?? null);
  for (const text of textsOf(path.join(wrapping, 'Typedefs'), '.idx', files, own.types))
    for (const [, cppType = '', name = '', module = ''] of text.matchAll(INDEX_LINE))
      if (!own.modules.has(module)) add(name, cppType, module);
  for (const [name, { cppType, module }] of templates) add(name, cppType, module);
  if (found.size === 0) return null;
  const instantiations = [...found.values()];
  let names: Set<string> | undefined;
  let byName: Map<string, ItkInstantiation> | undefined;
  return {
    instantiations,
    modules,
    wraps: (typeName) => {
      names ??= new Set(instantiations.flatMap(({ cppType }) => registeredNames(cppType)));
      return names.has(typeName);
    },
    instantiationOf: (typeName) => {
      byName ??= new Map(instantiations.map((one) => [normalized(one.cppType), one]));
      return byName.get(typeName);
    },
  };
}

/** `{C++ type} {alias} {module}`, as igenerator writes it. */
const INDEX_LINE = /^\{(.+)\} \{(\w+)\} \{(\w+)\}\r?$/gm;

/** The texts of the files in a folder and in its `castxml_inputs`. Up to ITK 5.2 the files are in `Wrapping` itself. */
function* textsOf(
  folder: string,
  suffix: string,
  files: Pick<FileSystem, 'read' | 'list'>,
  except: ReadonlySet<string>,
): Generator<string> {
  for (const dir of [folder, path.join(folder, 'castxml_inputs')])
    for (const { name } of files.list(dir))
      if (name.endsWith(suffix) && !except.has(name.slice(0, -suffix.length)))
        yield files.read(path.join(dir, name))?.toString('utf8') ?? '';
}

interface Template {
  cppType: string;
  module: string;
}

/** Reads `<module>Config.py`: the dependencies of the module, and the name, alias and template arguments of each class. */
function readConfigurations(
  wrapping: string,
  files: Pick<FileSystem, 'read' | 'list'>,
  except: ReadonlySet<string>,
): { modules: Map<string, readonly string[]>; templates: Map<string, Template> } {
  const modules = new Map<string, readonly string[]>();
  const templates = new Map<string, Template>();
  const folder = path.join(wrapping, 'Generators/Python/itk/Configuration');
  for (const { name } of files.list(folder)) {
    const module = /^(\w+)Config\.py$/.exec(name)?.[1];
    if (module === undefined || except.has(module)) continue;
    const text = files.read(path.join(folder, name))?.toString('utf8') ?? '';
    const depends = /^depends = \((.*)\)/m.exec(text)?.[1] ?? '';
    modules.set(
      module,
      [...depends.matchAll(/'(\w+)'/g)].map(([, needed = '']) => needed),
    );
    for (const [, className = '', alias = '', args] of text.matchAll(TEMPLATE_LINE)) {
      const cppType = args === undefined ? className : `${className}< ${args} >`;
      templates.set(alias, { cppType, module });
    }
  }
  return { modules, templates };
}

/** `('Image', 'itk::Image', 'itkImageF2', True, 'float,2')`. A class that is not a template has neither of the last two. */
const TEMPLATE_LINE = /\('\w*', '([\w:]+)', '(\w+)'(?:, (?:True|False))?(?:, '([^']*)')?\)/g;
