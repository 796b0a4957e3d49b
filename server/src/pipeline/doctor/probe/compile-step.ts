import type { FileCommand, LibraryCommands } from '../../../build/generators/library-commands';
import { absolute, baseName } from '../../../build/build-paths';
import type { ProbePlaces } from './probe-places';
import { type PlannedStep, stepOf } from './planned-step';

/** The build's compiler with the flags that it compiles SWIG's C++ with. */
export function compileStep(
  commands: LibraryCommands | { problem: string },
  places: ProbePlaces,
  environment: NodeJS.ProcessEnv,
): PlannedStep {
  if ('problem' in commands) return commands;
  const { compile } = commands;
  const argv = isMsvc(compile) ? msvc(compile, places) : gnu(compile, places);
  return { ...stepOf(compile, argv, environment, places.root), makes: [places.object] };
}

/** Options for outputs and dependencies, with their value as the next argument. */
const WITH_VALUE = new Set(['-o', '-MF', '-MT', '-MQ', '-c']);
/** Options that write further files, or read files that CMake makes for C++ modules. */
const LEFT_OUT = /^(?:-MM?D|-fmodule-mapper=.*|-fmodules-ts|-fdeps-format=.*|-save-temps.*|@.*)$/;
const FOLDER_OPTIONS = ['-I', '-isystem', '-iquote', '-idirafter'];

function gnu(command: FileCommand, places: ProbePlaces): string[] {
  const [compiler = '', ...given] = command.argv;
  const flags: string[] = [];
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (WITH_VALUE.has(word)) at += 1;
    else if (FOLDER_OPTIONS.includes(word)) flags.push(word, absolute(command.cwd, given[(at += 1)] ?? ''));
    else if (word.startsWith('-I')) flags.push(`-I${absolute(command.cwd, word.slice(2))}`);
    else if (!LEFT_OUT.test(word) && !command.inputs.includes(word)) flags.push(word);
  }
  return [compiler, ...flags, `-I${places.typedefs}`, '-o', places.object, '-c', places.cpp];
}

/** Microsoft's compiler and clang-cl: their options may begin with a slash, and name the output directly after the option. */
function msvc(command: FileCommand, places: ProbePlaces): string[] {
  const [compiler = '', ...given] = command.argv;
  const flags = given.filter(
    (word) => !/^[-/](?:Fo|Fd|showIncludes|c$)/.test(word) && !command.inputs.includes(word),
  );
  return [compiler, ...flags, `/I${places.typedefs}`, `/Fo${places.object}`, '/c', places.cpp];
}

export function isMsvc({ argv: [compiler = ''] }: Pick<FileCommand, 'argv'>): boolean {
  return /^(?:clang-)?cl(?:\.exe)?$/i.test(baseName(compiler));
}
