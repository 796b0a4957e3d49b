import path from 'node:path';
import type { BuildTree } from '../../../build/build-tree';
import { parseIgeneratorArguments } from '../../../cache/igenerator/igenerator-arguments';
import type { ProbePlaces } from './probe-places';
import { type PlannedStep, stepOf } from './planned-step';
import { TYPE } from './sample-type';

/** The build's igenerator.py, for a module that has only the probe's type. All folders that it writes to are the probe's. */
export function igeneratorStep(
  build: BuildTree,
  places: ProbePlaces,
  environment: NodeJS.ProcessEnv,
): PlannedStep {
  const command = build.modules.find(({ igenerator }) => igenerator !== null)?.igenerator;
  if (!command) return { problem: 'the build does not say how igenerator runs; only Ninja builds do' };
  const [python = '', ...args] = command.argv;
  const script = args.findIndex((word) => path.basename(word) === 'igenerator.py');
  const run = parseIgeneratorArguments({ python, args: args.slice(Math.max(0, script)), cwd: command.cwd });
  if (!run) return { problem: 'the build’s command for igenerator has an unknown form' };
  const argv = [
    ...[python, ...args.slice(0, script), run.script, '--mdx', places.mdx, ...run.rest],
    ...['--snake-case-file', places.snakeCase, '--interface-output-dir', places.typedefs],
    ...['--library-output-dir', places.library, '--submodule-order', TYPE],
    ...(run.listsIndexFiles ? ['--pyi_index_list', path.join(places.pkl, `${TYPE}.index.txt`)] : []),
    ...(run.pyiDir === null ? [] : ['--pyi_dir', places.package]),
    ...(run.pklDir === null ? [] : ['--pkl_dir', places.pkl]),
    ...(run.stamp === null ? [] : ['--pkl_stamp', places.stamp]),
  ];
  return { ...stepOf(command, argv, environment, places.root), makes: [places.interfaceFile] };
}
