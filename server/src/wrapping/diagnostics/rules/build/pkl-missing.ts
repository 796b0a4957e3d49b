import type { Rule } from '../../rule';
import { missingOutputs } from '../../findings/missing-outputs';

export const pklMissing: Rule = {
  code: 'pkl-missing',
  defaultSeverity: 'warning',
  summary: 'pkl files that igenerator wrote are gone, and ninja does not notice.',
  documentation:
    'Reported once, in the `.wrap` file of the type that the pkl file belongs to. What belongs to no type is reported in the module’s `CMakeLists.txt`.',
  repair: 'the build runs igenerator again for this module only (docs/setup.md).',
  scripts: 'both',

  onBuild: (context) => missingOutputs(context, 'pkl-missing'),
};
