import type { Rule } from '../../rule';
import { missingOutputs } from './missing-outputs';

export const pklMissing: Rule = {
  code: 'pkl-missing',
  defaultSeverity: 'warning',
  summary: 'pkl files that igenerator wrote are gone, and ninja does not notice.',
  documentation: '',
  repair: 'the build runs igenerator again for this module only (docs/setup.md).',
  scripts: 'wrap',

  onBuild: (context) => missingOutputs(context, 'pkl-missing'),
};
