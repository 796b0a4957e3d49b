import type { Rule } from '../../rule';
import { missingOutputs } from './missing-outputs';

export const stampMissing: Rule = {
  code: 'stamp-missing',
  defaultSeverity: 'warning',
  summary: 'The stamp that igenerator wrote is gone.',
  documentation: '',
  repair: 'the build runs igenerator again for this module only.',
  scripts: 'wrap',

  onBuild: (context) => missingOutputs(context, 'stamp-missing'),
};
