import type { BuildTree, BuildType } from '../../build/build-tree';
import { reaches, type BuildStage } from '../../shared/states/build-stages';
import { inspected } from '../stale';

/**
 * The types that were made before and are out of date at a stage up to `to`: their XML, the outputs of igenerator for their
 * module, or those of SWIG. Types that were never made are left out.
 */
export async function changedTypes(build: BuildTree, to: BuildStage): Promise<BuildType[]> {
  const pipeline = await inspected(build);
  return build.types.filter(({ name, module }) => {
    const type = pipeline.type(name);
    if (!type || type.xmlState === 'missing') return false;
    if (type.xmlState === 'stale') return true;
    const interfaces = pipeline.module(module)?.state ?? 'never-run';
    if (reaches(to, 'interface') && interfaces !== 'never-run' && interfaces !== 'complete') return true;
    return reaches(to, 'cpp') && type.swig.state === 'stale';
  });
}
