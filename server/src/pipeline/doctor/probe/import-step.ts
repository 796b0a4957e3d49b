import type { BuildTree } from '../../../build/build-tree';
import type { ProbePlaces } from './probe-places';
import type { PlannedStep } from './planned-step';
import { IMPORT_SCRIPT } from './sample-type';

/** The build's Python imports the type, and calls its method. */
export function importStep(
  build: Pick<BuildTree, 'cache' | 'modules'>,
  places: ProbePlaces,
  environment: NodeJS.ProcessEnv,
): PlannedStep {
  const python = pythonOf(build);
  if (python === null) return { problem: 'the build does not say which Python it is for' };
  return {
    file: python,
    args: ['-B', '-c', IMPORT_SCRIPT, places.python],
    cwd: places.root,
    env: environment,
    makes: [],
  };
}

/** The Python that a build runs igenerator with, or that CMake found. */
export function pythonOf({ cache, modules }: Pick<BuildTree, 'cache' | 'modules'>): string | null {
  const command = modules.find(({ igenerator }) => igenerator !== null)?.igenerator;
  return (
    command?.argv[0] ??
    cache.get('Python3_EXECUTABLE') ??
    cache.get('_Python3_EXECUTABLE') ??
    cache.get('PYTHON_EXECUTABLE') ??
    null
  );
}
