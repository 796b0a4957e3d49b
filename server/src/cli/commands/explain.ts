import type { Command } from 'commander';
import type { Explanation, InputComparison } from '../../cache/api';
import { openBuildServices } from '../../pipeline/build-services';
import { invocationOf } from '../../pipeline/invocations';
import { isOtherCommand, readNinjaLog } from '../../build/generators/ninja-log';
import { otherCommandText, stateLabel } from '../../shared/vocabulary';
import { missReasonText } from '../../shared/reasons';
import { CannotAsk, exitCodes } from '../exit';
import { loadBuild } from '../evaluation/load-build';
import { laterStages, laterStagesText } from '../later-stages';
import { selectTypes } from '../named-types';
import { say, sayJson } from '../terminal/output';
import { columns } from '../terminal/table';

interface Options {
  build?: string;
  json?: boolean;
  full?: boolean;
}

/** `itk-wrap explain TYPE`: shows every input of a type's run next to what the cache recorded about it. */
export function registerExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('explain why a type hits or misses, input by input')
    .argument('<type>', 'a wrapped type')
    .option('--build <dir>', 'the build directory (default: found from here)')
    .option('--full', 'also list the inputs that are the same')
    .option('--json', 'print one JSON value')
    .action(async (name: string, options: Options) => {
      const build = await loadBuild(options.build);
      const [type] = selectTypes(build, { type: [name] });
      if (!type?.castxml)
        throw new CannotAsk(`${build.dir} does not say how castxml runs for ${name}: is it a Ninja build?`);
      const services = openBuildServices({ scheme: build.scheme });
      const explanation = await services.explain(
        invocationOf(build, type.castxml),
        new AbortController().signal,
      );
      const later = await laterStages(build, type);
      const otherCommand = isOtherCommand(await readNinjaLog(build.dir), type.xml, type.castxml);
      const ofXml = otherCommand ? [`XML: stale · ${otherCommandText()}`] : [];
      if (options.json) sayJson({ type: name, ...explanation, otherCommand, ...later });
      else
        say(
          [render(name, explanation, options.full ?? false), ...ofXml, ...laterStagesText(later)].join('\n'),
        );
      process.exitCode = explanation.verdict.state === 'miss' ? exitCodes.badNews : exitCodes.ok;
    });
}

/** The explanation for the plain scheme, which records no inputs. */
const PLAIN =
  'The plain scheme computes the key only from castxml, the source and the response file. It does not record headers, so changed headers are not shown here.';

const marks: Record<InputComparison['state'], string> = {
  same: '=',
  changed: '≠',
  removed: '−',
  added: '+',
  unknown: '?',
};

function render(name: string, { verdict, inputs }: Explanation, full: boolean): string {
  const shown = full ? inputs : inputs.filter(({ state }) => state !== 'same');
  const count = (state: InputComparison['state']): number =>
    inputs.filter((input) => input.state === state).length;
  const reason = verdict.reason ? ` · ${missReasonText(verdict.reason)}` : '';
  const counts = (['same', 'changed', 'removed', 'added', 'unknown'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`);
  const rows = shown.map((input) => [
    marks[input.state],
    input.state,
    input.kind,
    input.subject,
    input.recorded && input.now && input.recorded !== input.now
      ? `${input.recorded.slice(0, 8)} → ${input.now.slice(0, 8)}`
      : '',
  ]);
  return [
    `${name}: ${stateLabel(verdict.state)}${reason}`,
    `L1 ${verdict.l1}`,
    `L2 ${verdict.l2 ?? 'unknown: no entry names it'}`,
    ...(verdict.root ? [`in ${verdict.root}`] : []),
    ...(verdict.state === 'unverified' ? [PLAIN] : []),
    `inputs: ${counts.join(', ') || 'none recorded'}`,
    ...(rows.length > 0 ? [columns(rows)] : []),
  ].join('\n');
}
