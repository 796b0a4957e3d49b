import type { Rule } from '../../rule';
import { missingOutputs } from '../../findings/missing-outputs';

export const stampMissing: Rule = {
  code: 'stamp-missing',
  defaultSeverity: 'warning',
  summary: 'The stamp that igenerator wrote is gone.',
  documentation: 'Reported once, in the module’s `CMakeLists.txt`.',
  repair: 'the build runs igenerator again for this module only.',
  scripts: 'lists',

  onBuild: (context) => missingOutputs(context, 'stamp-missing'),
};
