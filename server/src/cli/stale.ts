import type { BuildModule, BuildTree, BuildType } from '../build/build-tree';
import { openBuildServices } from '../pipeline/build-services';
import { needsCastxml } from '../shared/states/counts';
import { Pipeline } from '../pipeline/pipeline';

/** The types to run to get everything up to date: those whose XML is missing or stale, and those that the cache misses. */
export async function staleTypes(build: BuildTree): Promise<BuildType[]> {
  const pipeline = await inspected(build);
  return build.types.filter(({ name }) => {
    const type = pipeline.type(name);
    return type && needsCastxml(type);
  });
}

/**
 * Modules with incomplete igenerator outputs, in the order of the build. Modules with a missing XML are excluded, because
 * igenerator cannot run for them.
 */
export async function incompleteModules(build: BuildTree): Promise<BuildModule[]> {
  const pipeline = await inspected(build);
  return build.modules.filter(
    ({ name, types }) =>
      pipeline.module(name)?.state !== 'complete' &&
      types.every((type) => pipeline.type(type)?.xmlState !== 'missing'),
  );
}

async function inspected(build: BuildTree): Promise<Pipeline> {
  const pipeline = new Pipeline(build, openBuildServices({ scheme: build.scheme }), () => undefined);
  pipeline.start();
  await pipeline.whenIdle();
  return pipeline;
}
