import fs from 'node:fs';
import path from 'node:path';
import {
  atEnd,
  comparedOf,
  configured,
  header,
  inFront,
  instead,
  line,
  method,
  type Copy,
  type Edited,
  type Project,
} from './project';

const GENERATORS = 'Wrapping/Generators';
const PY_BASE = `${GENERATORS}/Python/PyBase/pyBase.i`;

/**
 * One module of a real ITK, in two configured copies. `pairs` is `SOURCE:BUILD,SOURCE:BUILD`: first the copy that is edited, then
 * the clean one.
 */
export function itkProject(pairs: string, module: string): Project {
  const [edited, clean] = pairs.split(',').map(copyOf);
  if (!edited || !clean) throw new Error(`“${pairs}” does not name two pairs SOURCE:BUILD,SOURCE:BUILD.`);
  const { source } = edited;
  const folder = folderOf(source, module);
  const types = filesIn(source, `${folder}/wrapping`, '.wrap').map((name) => path.parse(name).name);
  const headers = headersOf(source, folder, types);
  return {
    ...comparedOf([module], new RegExp(`^(?:${[module, ...types].join('|')})$`)),
    copies: () => Promise.resolve({ edited, clean }),
    edited: [
      ...editedHeaders(source, folder, headers),
      ...editedScripts(
        folder,
        headers.map((name) => path.parse(name).name).filter((name) => types.includes(name)),
      ),
      header(`${GENERATORS}/itk.i`, atEnd('// A comment.'), atEnd('%ignore GetNameOfClass;')),
      configured(PY_BASE, instead('SWIG_RuntimeError', 'SWIG_UnknownError')),
      // SWIG finds it before the one that CMake has copied.
      header(`${GENERATORS}/pyBase.i`, () =>
        instead('SWIG_IndexError', 'SWIG_ValueError')(read(source, PY_BASE)),
      ),
      // Only the commands of SWIG have it.
      configured('build/CMakeCache.txt', instead(`${RELEASE_GIL}ON`, `${RELEASE_GIL}OFF`)),
    ].flatMap((one) => fitting(source, one)),
    options: [`${RELEASE_GIL}ON`],
    arguments: ['--module', module, '--to', 'cpp'],
    targets: new RegExp(`^build (Wrapping/Modules/${module}/(?:${types.join('|')})Python\\.cpp) `),
    addedBySetup: [`Generators/Python/itk-pkl/${module}.pkl.stamp`],
    isPart: true,
    configuresAlone: true,
    least: { outputs: 8 * types.length, commands: 2 * types.length + 1 },
    killedWithinMs: 15_000,
    confirmEvery: 50,
    reportEvery: 1,
  };
}

const RELEASE_GIL = 'ITK_PYTHON_RELEASE_GIL:BOOL=';

function copyOf(pair: string): Copy {
  const [source = '', build = ''] = pair.split(':').map((folder) => path.resolve(folder));
  const store = process.env.ITK_WRAP_CACHE ?? path.join(path.dirname(build), 'oracle-store');
  return { source, build, store, remove: () => Promise.resolve() };
}

/** The folder of a module, relative to the sources. */
function folderOf(source: string, module: string): string {
  const folders = fs.readdirSync(path.join(source, 'Modules')).flatMap((group) =>
    fs
      .readdirSync(path.join(source, 'Modules', group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `Modules/${group}/${name}`),
  );
  const isIt = new RegExp(`^\\s*itk_module\\(\\s*${module}\\s`, 'm');
  const found = folders.find((folder) => isIt.test(read(source, `${folder}/itk-module.cmake`)));
  if (!found) throw new Error(`${source} has no module ${module}.`);
  return found;
}

/** The types' own headers and those that another one of the module includes, which come first. */
function headersOf(source: string, folder: string, types: readonly string[]): string[] {
  const names = filesIn(source, `${folder}/include`, '.h');
  const uses = names.flatMap((name) => includedIn(source, `${folder}/include/${name}`));
  const count = (name: string): number => uses.filter((one) => one === name).length;
  return names
    .filter((name) => count(name) > 0 || types.includes(path.parse(name).name))
    .sort((one, other) => count(other) - count(one));
}

const includedIn = (source: string, file: string): string[] =>
  [...read(source, file).matchAll(/^#include "(\w+\.h)"/gm)].map(([, found = '']) => found);

/** These headers, and one in front of another module's. */
function editedHeaders(source: string, folder: string, [base = '', ...others]: readonly string[]): Edited[] {
  const include = `${folder}/include`;
  const isElsewhere = (name: string): boolean =>
    name.startsWith('itk') && !fs.existsSync(path.join(source, include, name));
  const elsewhere = includedIn(source, `${include}/${base}`).find(isElsewhere) ?? '';
  const [original = ''] = fs
    .readdirSync(path.join(source, 'Modules'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`/include/${elsewhere}`));
  return [
    header(
      `${include}/${base}`,
      method('AddedToBase'),
      inFront('// A comment.'),
      atEnd('// At the end.'),
      // Another text of the same length.
      instead('class type aliases', 'class kind aliases'),
    ),
    ...others.map((name) => header(`${include}/${name}`, method('Added'))),
    header(`${include}/${elsewhere}`, () => method('Shadowing')(read(source, `Modules/${original}`))),
  ];
}

/**
 * The base class in more instantiations, and another class in less. For SWIG it is an error if a superclass is not wrapped, so the
 * other way round would fail.
 */
function editedScripts(folder: string, [base, ...others]: readonly string[]): Edited[] {
  const script = (type: string): string => `${folder}/wrapping/${type}.wrap`;
  const more = line(
    'itk_end_wrap_class',
    'itk_wrap_template("${ITKM_IUC2}${ITKM_IF2}" "${ITKT_IUC2}, ${ITKT_IF2}")',
  );
  const less = instead('${WRAP_ITK_SCALAR}', '${WRAP_ITK_REAL}');
  return [
    ...(base === undefined ? [] : [configured(script(base), inFront('# A comment.'), more)]),
    ...others.slice(-1).map((type) => configured(script(type), inFront('# A comment.'), less)),
  ];
}

/** A file without the variants that would not change it, if any is left. */
function fitting(source: string, edited: Edited): Edited[] {
  if (edited.file.startsWith('build/')) return [edited];
  const file = path.join(source, edited.file);
  const original = fs.existsSync(file) ? read(source, edited.file) : '';
  const variants = edited.variants.filter((variant) => variant(original) !== original);
  return variants.length > 0 ? [{ ...edited, variants }] : [];
}

const filesIn = (source: string, folder: string, end: string): string[] =>
  fs
    .readdirSync(path.join(source, folder))
    .filter((name) => name.endsWith(end))
    .sort();

function read(source: string, file: string): string {
  try {
    return fs.readFileSync(path.join(source, file), 'utf8');
  } catch {
    return '';
  }
}
