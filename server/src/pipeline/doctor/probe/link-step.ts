import path from 'node:path';
import type { BuildTree } from '../../../build/build-tree';
import { absolute, baseName, isInside } from '../../../build/build-paths';
import type { FileCommand, LibraryCommands } from '../../../build/generators/library-commands';
import { isMsvc } from './compile-step';
import type { ProbePlaces } from './probe-places';
import { type PlannedStep, stepOf } from './planned-step';
import { TYPE } from './sample-type';

/**
 * The build's linker with the flags that it makes a module's Python library with. The libraries of the build are left out: the probe's
 * type needs none of them, and they may not be built yet.
 */
export function linkStep(
  build: Pick<BuildTree, 'dir'>,
  commands: LibraryCommands | { problem: string },
  places: ProbePlaces,
  environment: NodeJS.ProcessEnv,
): PlannedStep {
  if ('problem' in commands) return commands;
  const { link, compile, module } = commands;
  if (isMsvc(compile)) return { problem: 'how Microsoft’s linker is called is not read yet' };
  const library = path.join(places.package, libraryName(module, link.output));
  const [linker = '', ...given] = link.argv;
  const argv = [linker, ...flagsOf(build.dir, link, given), '-o', library, places.object];
  return { ...stepOf(link, argv, environment, places.root), makes: [library] };
}

/** `_itkWrapProbePython.abi3.so`, if the module's library is `_ITKCommonPython.abi3.so`. */
function libraryName(module: string, output: string): string {
  const [, suffix] = baseName(output).split(`${module}Python`);
  return `_${TYPE}Python${suffix ?? '.so'}`;
}

/** Options of the linker that write further files. */
const WRITES = /dependency[-_]file|dependency_info|-Map\b|-map,|--out-implib|-soname|-install_name/;

function flagsOf(dir: string, link: FileCommand, given: readonly string[]): string[] {
  const flags: string[] = [];
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    const next = given[at + 1] ?? '';
    if (word === '-o' || word === '-soname' || word === '-install_name') at += 1;
    else if (word === '-Xlinker' && WRITES.test(next)) at += 1;
    else if (word === '-Xlinker') flags.push(word, given[(at += 1)] ?? '');
    else if (word.startsWith('-')) {
      if (!WRITES.test(word)) flags.push(word);
    } else if (!word.startsWith('@') && !isInside(absolute(link.cwd, word), dir)) flags.push(word);
  }
  return flags;
}
