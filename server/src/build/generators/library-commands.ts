import * as l10n from '@vscode/l10n';
import { type BuildFs, diskFs } from '../../host/build-files';
import { absolute, baseName, isWindowsPath, pathsOf } from '../build-paths';
import type { BuildCommand, BuildTree } from '../build-tree';
import { readCommand } from './build-command';
import { type NinjaEdge, scanNinja } from './ninja';

/** A command that makes one file out of others. */
export interface FileCommand extends BuildCommand {
  /** As they are in the command. */
  inputs: readonly string[];
  output: string;
}

/** How a build makes the Python library of a module out of the C++ that SWIG wrote. */
export interface LibraryCommands {
  module: string;
  /** The compiler's run for one of the C++ files. */
  compile: FileCommand;
  link: FileCommand;
}

/**
 * Reads how a Ninja build makes the Python library of its smallest module: one run of the compiler, and the linker's. Returns a
 * problem, in words, if the build has no such rules, or if their commands need a shell.
 */
export async function readLibraryCommands(
  build: Pick<BuildTree, 'dir' | 'generator' | 'cache' | 'modules'>,
  fs: BuildFs = diskFs,
): Promise<LibraryCommands | { problem: string }> {
  if (!build.generator.startsWith('Ninja'))
    return {
      problem: l10n.t('the build was generated for {0}, and only Ninja builds say how', build.generator),
    };
  const [smallest] = [...build.modules]
    .filter(({ swig }) => swig !== null)
    .sort((a, b) => a.types.length - b.types.length);
  if (!smallest) return { problem: l10n.t('no module of the build runs SWIG') };
  const module = smallest.name;
  const [compiles, links] = [`CXX_COMPILER__${module}Python_`, `_LIBRARY_LINKER__${module}Python_`];
  let compile: NinjaEdge | undefined;
  let link: NinjaEdge | undefined;
  await scanNinja({
    file: pathsOf(build.dir).join(build.dir, 'build.ninja'),
    dir: build.dir,
    fs,
    wanted: [compiles, links],
    onEdge(edge) {
      if (edge.rule.startsWith(compiles)) compile ??= edge;
      else if (edge.rule.includes(links)) link ??= edge;
    },
  });
  if (!compile || !link)
    return { problem: l10n.t('no rule of the build makes the Python library of {0}', module) };
  const read = (edge: NinjaEdge): FileCommand | { problem: string } => commandOf(build, edge);
  const commands = { compile: read(compile), link: read(link) };
  if ('problem' in commands.compile) return commands.compile;
  if ('problem' in commands.link) return commands.link;
  return { module, compile: commands.compile, link: commands.link };
}

function commandOf(
  { dir, cache }: Pick<BuildTree, 'dir' | 'cache'>,
  edge: NinjaEdge,
): FileCommand | { problem: string } {
  const compiler = cache.get('CMAKE_CXX_COMPILER') ?? '';
  const reading = readCommand({
    line: edge.command,
    style: isWindowsPath(dir) ? 'windows' : 'posix',
    dir,
    program: (words) => compilerAt(words, compiler),
  });
  if ('problem' in reading)
    return {
      problem: l10n.t('the command for {0} cannot be read: {1}', edge.outputs[0] ?? '', reading.problem),
    };
  return { ...reading.command, inputs: edge.inputs, output: absolute(dir, edge.outputs[0] ?? '') };
}

/** The index of the compiler in a command: the one that CMake knows, else the first word of a command with arguments. */
function compilerAt(words: readonly string[], known: string): number {
  const exact = words.findIndex((word) => word === known);
  if (exact >= 0) return exact;
  return words.length > 1 && !/^cmake(?:\.exe)?$/i.test(baseName(words[0] ?? '')) ? 0 : -1;
}
