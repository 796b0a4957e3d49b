import { isWindowsPath, pathsOf } from '../../../build/build-paths';
import type { BuildTree } from '../../../build/build-tree';
import { cmdLength } from '../../../build/generators/command-length';
import type { Check } from '../check';
import type { Finding } from '../finding';
import { WINDOWS_LIMITS } from '../known-versions';
import { present } from '../tools/tool-answer';

/** On Windows, no file of the build has too long a path, and no command is too long for cmd.exe. */
export const pathLengthsCheck: Check = {
  id: 'path-lengths',
  title: 'Path lengths',
  run({ build }) {
    if (!build) return { skipped: 'no build' };
    if (!isWindowsPath(build.dir)) return { skipped: 'only Windows has these limits' };
    const file = longest(filesOf(build));
    const commands = build.modules.flatMap(({ name, igenerator }) =>
      igenerator ? [{ name, length: cmdLength(igenerator) }] : [],
    );
    const command = commands.sort((a, b) => b.length - a.length)[0];
    return {
      summary: `longest path ${file.length} characters; longest command ${command?.length ?? 0}`,
      findings: present([longPath(file), command ? longCommand(command) : null]),
    };
  },
};

const longest = (files: readonly string[]): string =>
  files.reduce((best, file) => (file.length > best.length ? file : best), '');

/** What the tools write, with the objects that the compiler makes of it. */
function filesOf(build: BuildTree): string[] {
  const paths = pathsOf(build.dir);
  const modules = paths.join(build.dir, 'Wrapping', 'Modules');
  return [
    ...build.types.flatMap(({ name, module, xml, swig }) => [
      ...[xml, ...(swig?.outputs ?? [])],
      paths.join(modules, module, 'CMakeFiles', `${module}Python.dir`, `${name}Python.cpp.obj.d`),
    ]),
    ...build.modules.flatMap(({ igeneratorOutputs }) => igeneratorOutputs),
  ];
}

function longPath(file: string): Finding | null {
  if (file.length < WINDOWS_LIMITS.path) return null;
  return {
    severity: 'error',
    message: `The path of a file of the build has ${file.length} characters. Windows stops at ${WINDOWS_LIMITS.path} unless long paths are on, and not all tools support them.`,
    evidence: [file],
    remedy: 'Build in a folder with a short path, such as C:\\b.',
    source: WINDOWS_LIMITS.source,
  };
}

function longCommand({ name, length }: { name: string; length: number }): Finding | null {
  if (length <= WINDOWS_LIMITS.cmdLine) return null;
  return {
    severity: 'error',
    message: `The command that runs igenerator for ${name} has ${length} characters. cmd.exe stops at ${WINDOWS_LIMITS.cmdLine}.`,
    evidence: [`igenerator of ${name}`],
    remedy:
      'Run “itk-wrap setup”, which keeps long arguments in files, or build in a folder with a shorter path.',
    source:
      'https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation',
  };
}
