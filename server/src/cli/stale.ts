import type { BuildModule, BuildTree, BuildType } from '../build/build-tree';
import { openBuildServices } from '../pipeline/build-services';
import { Pipeline } from '../pipeline/pipeline';

/** Types that a person who wants everything up to date has to run: no XML, a stale one, or one that the cache lacks. */
export async function staleTypes(build: BuildTree): Promise<BuildType[]> {
  const pipeline = await looked(build);
  return build.types.filter(({ name }) => {
    const type = pipeline.type(name);
    return type && (type.xmlState === 'stale' || type.xmlState === 'missing' || type.state === 'miss');
  });
}

/**
 * Modules whose igenerator outputs are not complete, in the order in which they need each other. Those whose XML is not
 * all there are left out: igenerator cannot run for them.
 */
export async function incompleteModules(build: BuildTree): Promise<BuildModule[]> {
  const pipeline = await looked(build);
  return build.modules.filter(
    ({ name, types }) =>
      pipeline.module(name)?.state !== 'complete' &&
      types.every((type) => pipeline.type(type)?.xmlState !== 'missing'),
  );
}

async function looked(build: BuildTree): Promise<Pipeline> {
  const pipeline = new Pipeline(build, openBuildServices({ scheme: build.scheme }), () => undefined);
  pipeline.start();
  await pipeline.whenIdle();
  return pipeline;
}
