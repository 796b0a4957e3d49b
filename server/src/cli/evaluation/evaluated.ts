import type { BuildTree } from '../../build/build-tree';
import type { PredictionChange } from '../../pipeline/pipeline';
import { readPrediction } from './read-prediction';

/**
 * What CMake would generate for a build, in the pipeline's format.
 * @throws CannotAsk if the scripts exceed a limit of the evaluation
 */
export async function evaluated(build: BuildTree): Promise<PredictionChange> {
  const { reader, keep } = await readPrediction({ source: build.source, build: build.dir });
  const types = reader.types().map(({ name, module, wrap, cxx }) => ({
    name,
    module,
    wrap,
    cxx: cxx?.text ?? null,
    cutShort: reader.isCutShort(name),
  }));
  keep();
  return { types, removed: [], whole: true };
}
