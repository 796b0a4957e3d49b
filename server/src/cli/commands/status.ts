import path from 'node:path';
import type { Command } from 'commander';
import { externalText } from '../../build/external-modules';
import type { BuildType } from '../../build/build-tree';
import { lookUpModules } from '../../pipeline/look-up-modules';
import { openBuildServices } from '../../pipeline/build-services';
import { Pipeline } from '../../pipeline/pipeline';
import { statusOf } from '../../pipeline/state/status-report';
import {
  configureLabel,
  moduleStateLabel,
  otherCommandText,
  predictedLabel,
  stateLabel,
} from '../../shared/vocabulary';
import { missReasonText } from '../../shared/reasons';
import type { ModuleStatus, TypeState } from '../../shared/type-state';
import { plural } from '../../shared/plural';
import { exitCodes } from '../exit';
import { evaluated } from '../evaluation/evaluated';
import { loadBuild } from '../evaluation/load-build';
import { selectTypes } from '../named-types';
import { say, sayJson } from '../terminal/output';
import { columns } from '../terminal/table';

interface Options {
  build?: string;
  type?: string[];
  module?: string[];
  json?: boolean;
  check?: boolean;
  predict?: boolean;
}

/** `itk-wrap status`: the state of every type and module of a build, or of the given ones. */
export function registerStatusCommand(program: Command): void {
  program
    .command('status')
    .description('show the state of every type and module: cached or not and why, XML, stamp, pkl')
    .option('--build <dir>', 'the build directory (default: found from here)')
    .option('--type <names...>', 'only these types, with their modules')
    .option('--module <names...>', 'only these modules, with their types')
    .option(
      '--predict',
      'also show what would change when CMake runs again (evaluates the sources, which takes some seconds)',
    )
    .option('--json', 'print one JSON value')
    .option('--check', 'exit with 1 if a type misses or a module is incomplete')
    .action(async (options: Options) => {
      const build = await loadBuild(options.build);
      const asked = options.type || options.module ? namesOf(selectTypes(build, options)) : null;
      const services = openBuildServices({ scheme: build.scheme });
      const pipeline = new Pipeline(build, services, () => undefined);
      pipeline.start();
      if (options.predict) pipeline.evaluated(await evaluated(build));
      await pipeline.whenIdle();
      await lookUpModules(pipeline, services.inspectIgenerator);
      services.remember();
      const types = pipeline.allTypes().filter(({ name }) => !asked || asked.types.has(name));
      const modules = pipeline.allModules().filter(({ name }) => !asked || asked.modules.has(name));
      const newTypes = pipeline.newTypes().filter(({ module }) => !asked || asked.modules.has(module));
      const status = statusOf(
        build,
        services.roots,
        services.castxmlHash(build),
        types,
        modules,
        newTypes,
        asked ? [] : pipeline.leftovers(),
      );
      if (options.json) sayJson(status);
      else say(render().trimEnd());
      const bad = status.summary.miss > 0 || modules.some(({ state }) => state !== 'complete');
      process.exitCode = options.check && bad ? exitCodes.badNews : exitCodes.ok;

      function render(): string {
        const { summary } = status;
        const rows = types.map((type) => [
          type.name,
          type.module,
          [stateLabel(type.state), type.reason && missReasonText(type.reason)].filter(Boolean).join(' · '),
          [stateLabel(type.xmlState), type.otherCommand && otherCommandText()].filter(Boolean).join(' · '),
          [type.swig.state, type.swig.state === 'stale' ? staleText(type.swig) : '']
            .filter(Boolean)
            .join(' · '),
        ]);
        const needs = [...newTypes, ...types].flatMap(({ name, configure }) =>
          configure ? [[name, configureLabel(configure), predictedLabel(configure) ?? '']] : [],
        );
        return [
          `${build.dir}: ${plural(summary.types, 'type')}, ${summary.hit} hit, ${summary.miss} miss, ${summary.unverified} unverified, ${summary.unknown} unknown`,
          '',
          columns([['TYPE', 'MODULE', 'STATE', 'XML', 'SWIG'], ...rows]),
          '',
          ...(needs.length > 0 ? [columns([['TYPE', 'CONFIGURE', 'THEN'], ...needs]), ''] : []),
          columns([
            ['MODULE', 'TYPES', 'IGENERATOR'],
            ...modules.map((module) => [module.name, String(module.types.length), igeneratorText(module)]),
          ]),
          '',
          ...build.external.map((module) => `${externalText(module)}\n`),
          ...(status.leftovers.length > 0
            ? [
                columns([
                  ['LEFTOVER', 'WHAT COMES OF IT'],
                  ...status.leftovers.map(({ file, key, consequence }) => [
                    key ?? path.basename(file),
                    consequence,
                  ]),
                ]),
                '',
              ]
            : []),
        ].join('\n');
      }
    });
}

const staleText = ({ because, otherCommand }: TypeState['swig']): string =>
  otherCommand ? otherCommandText() : path.basename(because ?? '');

const igeneratorText = (module: ModuleStatus): string =>
  [
    moduleStateLabel(module),
    module.staleBecause && path.basename(module.staleBecause),
    module.otherCommand && otherCommandText(),
    module.cached && `${module.cached.hits} of ${plural(module.cached.types, 'type')} cached`,
  ]
    .filter(Boolean)
    .join(' · ');

const namesOf = (types: BuildType[]): { types: Set<string>; modules: Set<string> } => ({
  types: new Set(types.map(({ name }) => name)),
  modules: new Set(types.map(({ module }) => module)),
});
