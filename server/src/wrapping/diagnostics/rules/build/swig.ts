import type { Rule } from '../../rule';
import { lastRunMessages } from '../../findings/last-run-messages';

export const swig: Rule = {
  code: 'swig',
  defaultSeverity: 'error',
  summary: 'SWIG reported this in its last run.',
  documentation:
    'Shown at the type that it is about. A weaker message keeps its severity. Runs of `itk-wrap` are known. Warning 401 counts as an error, because it ends the build. What SWIG finds in its own library or in a header belongs to the type whose run failed.',
  graded: true,
  scripts: 'all',
  severalPerLine: true,

  onBuild: (context) => lastRunMessages(context, 'swig'),
};
