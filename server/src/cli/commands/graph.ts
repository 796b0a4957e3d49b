import { Option, type Command } from 'commander';
import { openBuildServices } from '../../pipeline/build-services';
import { buildGraph, graphToDot, layoutGraph, renderSvg, type GraphView } from '../../graph';
import { Pipeline } from '../../pipeline/pipeline';
import { pipelineFacts } from '../../pipeline/state/stage-files';
import { exitCodes } from '../exit';
import { note, say, sayJson } from '../terminal/output';
import { loadBuild } from '../evaluation/load-build';
import { selectModules, selectTypes } from '../named-types';

interface Options {
  build?: string;
  format: 'json' | 'dot' | 'svg';
  module?: string;
  type?: string;
  header?: string;
}

/** `itk-wrap graph`: writes the editor's pictures without an editor. */
export function registerGraphCommand(program: Command): void {
  program
    .command('graph')
    .description('draw the modules of a build, a module’s types, a type’s headers, or a header’s types')
    .option('--build <dir>', 'the build directory (default: found from here)')
    .addOption(new Option('--format <format>').choices(['json', 'dot', 'svg']).default('svg'))
    .addOption(new Option('--module <module>', 'its types through the stages').conflicts(['type', 'header']))
    .addOption(new Option('--type <type>', 'the headers that it reads').conflicts(['module', 'header']))
    .addOption(new Option('--header <file>', 'the types that read it').conflicts(['module', 'type']))
    .action(async (options: Options) => {
      const build = await loadBuild(options.build);
      const view = viewOf(options);
      if (view.kind === 'module') selectModules(build, { module: [view.module] });
      if (view.kind === 'type') selectTypes(build, { type: [view.type] });
      const pipeline = new Pipeline(build, openBuildServices({ scheme: build.scheme }), () => undefined);
      pipeline.start();
      await pipeline.whenIdle();
      const model = buildGraph(view, await pipelineFacts(pipeline));
      pipeline.dispose();
      if (model.empty !== null) note(`itk-wrap: ${model.empty}`);
      if (options.format === 'json') sayJson(model);
      else say(options.format === 'dot' ? graphToDot(model).trimEnd() : renderSvg(model, layoutGraph(model)));
      process.exitCode = exitCodes.ok;
    });
}

function viewOf({ module, type, header }: Options): GraphView {
  if (module !== undefined) return { kind: 'module', module };
  if (type !== undefined) return { kind: 'type', type };
  return header === undefined ? { kind: 'overview' } : { kind: 'header', file: header };
}
