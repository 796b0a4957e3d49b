import path from 'node:path';
import type { BuildTree } from '../../../build/build-tree';
import { absolute } from '../../../build/build-paths';
import { parseSwigArguments } from '../../../cache/swig/swig-arguments';
import type { ProbePlaces } from './probe-places';
import { type PlannedStep, stepOf } from './planned-step';
import { TYPE } from './sample-type';

/** The build's SWIG with the build's flags, for the interface file that igenerator wrote for the probe's type. */
export function swigStep(build: BuildTree, places: ProbePlaces, environment: NodeJS.ProcessEnv): PlannedStep {
  const command = build.types.find(({ swig }) => swig !== null)?.swig?.command;
  if (!command)
    return { problem: 'the build does not say how SWIG runs; only Ninja builds that run SWIG do' };
  const [swig = '', ...args] = command.argv;
  const run = parseSwigArguments({ swig, args, cwd: command.cwd });
  if (!run) return { problem: 'the build’s command for SWIG has an unknown form' };
  const rest = run.rest.map((word) =>
    word.startsWith('-I') ? `-I${absolute(command.cwd, word.slice(2))}` : word,
  );
  const argv = [
    ...[swig, ...rest, `-I${places.extensions}`, `-I${places.typedefs}`],
    ...['-o', places.cpp, '-outdir', places.package, places.interfaceFile],
  ];
  const makes = [places.cpp, path.join(places.package, `${TYPE}Python.py`)];
  return { ...stepOf(command, argv, environment, places.root), makes };
}
