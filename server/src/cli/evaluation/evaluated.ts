import type { BuildTree } from '../../build/build-tree';
import { LimitError } from '../../cmake/values/evaluation-limits';
import { loadParser } from '../../cmake/syntax/parse';
import type { PredictionChange } from '../../pipeline/pipeline';
import { openPrediction } from '../../wrapping/evaluation/prediction';
import { CannotAsk } from '../exit';

/**
 * What CMake would generate for a build, in the pipeline's format.
 * @throws CannotAsk if the scripts exceed a limit of the evaluation
 */
export async function evaluated(build: BuildTree): Promise<PredictionChange> {
  const parser = await loadParser();
  try {
    const session = openPrediction(
      { source: build.source, build: build.dir },
      { parse: (text) => parser.parseScript(text) },
    );
    return {
      types: session.types().map(({ name, module, wrap, cxx }) => ({
        name,
        module,
        wrap,
        cxx: cxx?.text ?? null,
        cutShort: session.isCutShort(name),
      })),
      removed: [],
      whole: true,
    };
  } catch (error) {
    if (error instanceof LimitError)
      throw new CannotAsk(`Cannot evaluate the CMake files: ${error.message}.`);
    throw error;
  }
}
