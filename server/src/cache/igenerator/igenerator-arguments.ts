import path from 'node:path';
import { readRegularFile } from '../inputs/input-files';
import { settledPath } from '../inputs/settled-path';

/** One run of igenerator.py as a build would start it. Relative paths are relative to `cwd`. */
export interface IgeneratorInvocation {
  /** The Python program as given: a path, or a name to look up in PATH. */
  python: string;
  /** All arguments of Python: the script and its own arguments. */
  args: readonly string[];
  cwd: string;
}

/** The arguments of a run that can be cached. Paths are absolute. */
export interface IgeneratorRun {
  script: string;
  module: string;
  /** The module's types, in the order in which igenerator writes their interfaces. */
  types: readonly string[];
  /** The module's own list of .idx files, and then those of the modules that it depends on. */
  mdx: readonly string[];
  /** The folder of `-p`, which contains pygccxml. */
  pygccxml: string | null;
  interfaceDir: string;
  libraryDir: string;
  snakeCaseFile: string;
  pklDir: string | null;
  /** The same as it is in the command and in the index files. */
  pklPrefix: string;
  pyiDir: string | null;
  /** Whether the command lists the index files that it writes. */
  listsIndexFiles: boolean;
  stamp: string | null;
  /** All other arguments, unchanged and in order. */
  rest: readonly string[];
}

/** The options whose values are paths of outputs, or lists that depend on the types. */
const OWN = {
  '--interface-output-dir': 'interfaceDir',
  '-o': 'interfaceDir',
  '--library-output-dir': 'libraryDir',
  '-l': 'libraryDir',
  '--snake-case-file': 'snakeCaseFile',
  '-a': 'snakeCaseFile',
  '--submodule-order': 'order',
  '-s': 'order',
  '--pkl_dir': 'pklDir',
  '--pyi_dir': 'pyiDir',
  '--pyi_index_list': 'index',
  '--pkl_stamp': 'stamp',
} as const;

/** Parses a command. Null if its run cannot be cached: it is not one of igenerator.py, or has a form that ITK does not use. */
export function parseIgeneratorArguments({ args, cwd }: IgeneratorInvocation): IgeneratorRun | null {
  const [script = '', ...given] = args;
  if (path.basename(script) !== 'igenerator.py') return null;
  const values = new Map<string, string>();
  const mdx: string[] = [];
  const rest: string[] = [];
  let pygccxml: string | null = null;
  for (let i = 0; i < given.length; i++) {
    const argument = given[i] ?? '';
    const own = (OWN as Record<string, string | undefined>)[argument];
    // Python's argparse also takes `--name=value` and shortened names, which CMake's commands do not use.
    if (/^--(?:mdx|interface|library|snake|sub|pkl|pyi)[^=]*=/.test(argument)) return null;
    if (argument === '--mdx') mdx.push(settledPath(cwd, given[++i] ?? ''));
    else if (own !== undefined) values.set(own, given[++i] ?? '');
    else {
      rest.push(argument);
      if (argument === '-p') pygccxml = settledPath(cwd, given[i + 1] ?? '');
    }
  }
  const folder = (name: string): string | null => {
    const value = values.get(name);
    return value ? settledPath(cwd, value) : null;
  };
  const [interfaceDir, libraryDir, snakeCaseFile] = [
    folder('interfaceDir'),
    folder('libraryDir'),
    folder('snakeCaseFile'),
  ];
  const [own] = mdx;
  const listed = own === undefined ? null : listedTypes(own);
  if (!listed || !interfaceDir || !libraryDir || !snakeCaseFile || own === undefined) return null;
  const first = (values.get('order') ?? '').split(';').filter((name) => name !== '');
  if (!first.every((name) => listed.includes(name))) return null;
  return {
    script: settledPath(cwd, script),
    module: path.parse(own).name,
    types: [...new Set([...first, ...listed])],
    mdx,
    pygccxml,
    interfaceDir,
    libraryDir,
    snakeCaseFile,
    pklDir: folder('pklDir'),
    pklPrefix: values.get('pklDir') ?? '',
    pyiDir: folder('pyiDir'),
    listsIndexFiles: values.has('index'),
    stamp: folder('stamp'),
    rest,
  };
}

/** The lines of an .mdx file: names of .idx files and of further .mdx files. Null if it has any other line. */
export function mdxLines(file: string): string[] | null {
  const text = readRegularFile(file)?.bytes.toString('utf8');
  if (text === undefined) return null;
  const lines = text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('%'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.every((line) => /^[\w.+/-]+\.(?:idx|mdx)$/.test(line)) ? lines : null;
}

function listedTypes(mdx: string): string[] | null {
  const lines = mdxLines(mdx)?.filter((line) => line.endsWith('.idx'));
  const types = lines?.map((line) => line.slice(0, -'.idx'.length));
  // igenerator cuts a name at its last dot, and takes the file from the folder of the outputs.
  return types && types.length > 0 && types.every((name) => /^[\w+-]+$/.test(name)) ? types : null;
}
