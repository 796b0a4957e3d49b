import type { BuildTree } from '../../../build/build-tree';
import { baseName } from '../../../build/build-paths';
import { optionOf } from '../../../build/raw-build';
import { pythonOf } from '../probe/import-step';
import { askPython } from './ask-python';
import { askVersion, type AskPorts } from './ask-version';
import type { CastxmlFacts, CompilerFacts, ToolFacts, Tools } from './tool-facts';

/** Asks the tools of a build for their versions, or those on PATH without one. All at the same time, each with a time limit. */
export async function askTools(build: BuildTree | null, ports: AskPorts): Promise<Tools> {
  const named = programsOf(build);
  const [castxml, swig, python, cmake, compiler, ninja] = await Promise.all([
    askCastxml(named.castxml, ports),
    askSwig(named.swig, ports),
    askPython(named.python, pygccxmlFolderOf(build), ports),
    askTool(named.cmake, /cmake version ([\d.]+)/, ports),
    askCompiler(named.compiler, ports),
    askTool(named.ninja, /^([\d.]+)/, ports),
  ]);
  return { castxml, swig, python, cmake, compiler, ninja };
}

/** The programs that a build names. A program that it does not name is looked up on PATH. */
function programsOf(build: BuildTree | null): Record<keyof Tools, string> {
  const cache = build?.cache ?? new Map<string, string>();
  const swig = build?.types.find((type) => type.swig !== null)?.swig?.command.argv[0];
  const make = cache.get('CMAKE_MAKE_PROGRAM') ?? '';
  return {
    castxml: build?.castxml ?? 'castxml',
    swig: swig ?? cache.get('SWIG_EXECUTABLE') ?? 'swig',
    python: (build && pythonOf(build)) ?? 'python3',
    cmake: cache.get('CMAKE_COMMAND') ?? 'cmake',
    compiler: cache.get('CMAKE_CXX_COMPILER') ?? 'c++',
    ninja: /ninja/i.test(baseName(make)) ? make : 'ninja',
  };
}

function pygccxmlFolderOf(build: BuildTree | null): string | null {
  const command = build?.modules.find(({ igenerator }) => igenerator !== null)?.igenerator;
  return command ? optionOf(command.argv, '-p') : (build?.cache.get('PYGCCXML_DIR') ?? null);
}

async function askTool(name: string, version: RegExp, ports: AskPorts): Promise<ToolFacts> {
  const { facts } = await askVersion({ name, args: ['--version'], version }, ports);
  return facts;
}

async function askCastxml(name: string, ports: AskPorts): Promise<CastxmlFacts> {
  const { facts, output } = await askVersion(
    { name, args: ['--version'], version: /castxml version ([\d.]+)/ },
    ports,
  );
  return { ...facts, clang: /clang version (\d[\d.]*)/.exec(output)?.[1] ?? null };
}

async function askSwig(name: string, ports: AskPorts): Promise<ToolFacts> {
  const { facts } = await askVersion({ name, args: ['-version'], version: /SWIG Version ([\d.]+)/ }, ports);
  return facts;
}

async function askCompiler(name: string, ports: AskPorts): Promise<CompilerFacts> {
  const isCl = /^cl(?:\.exe)?$/i.test(baseName(name));
  const { facts, output } = await askVersion(
    isCl
      ? { name, args: [], version: /Version (\d[\d.]*)/ }
      : { name, args: ['--version'], version: /[ )](\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d.])/ },
    ports,
  );
  const isGcc = /Free Software Foundation|\bg(?:cc|\+\+)\b/.test(output);
  const family = isCl ? 'msvc' : /clang/i.test(output) ? 'clang' : isGcc ? 'gcc' : null;
  return { ...facts, family: facts.version === null ? null : family };
}
