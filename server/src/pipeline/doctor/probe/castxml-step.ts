import type { BuildTree } from '../../../build/build-tree';
import { baseName } from '../../../build/build-paths';
import type { ProbePlaces } from './probe-places';
import { type PlannedStep, stepOf } from './planned-step';

/**
 * castxml as the build runs it for its first type, with the same flags and the same response file, but for the probe's source. Without
 * the cache: only castxml itself is of interest.
 */
export function castxmlStep(
  build: BuildTree,
  places: ProbePlaces,
  environment: NodeJS.ProcessEnv,
): PlannedStep {
  const type = build.types.find(({ castxml }) => castxml !== null);
  const command = type?.castxml;
  if (!type || !command) return { problem: 'the build does not say how castxml runs' };
  const [program = '', ...given] = command.argv;
  const args: string[] = [];
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (word === '-o') {
      args.push('-o', places.xml);
      at += 1;
    } else args.push(word.endsWith('.cxx') && baseName(word) === baseName(type.cxx) ? places.cxx : word);
  }
  return { ...stepOf(command, [program, ...args], environment), makes: [places.xml] };
}
